// Notes a piece that really plays, and answers “듣고 나니 어때요?” without a new page, so that the
// music goes on. Without this file the same forms are sent the plain way.
(() => {
  "use strict";

  const part = document.querySelector("[data-heard]");
  if (!part) return;
  const noted = new Set();

  const send = async (form, body) => {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "X-Part": "heard" } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    part.innerHTML = await answer.text();
  };

  const pressForm = () => part.querySelector("[data-heard-form]");

  const offer = ({ work, title }) => {
    const form = pressForm();
    form.elements.work.value = work;
    form.querySelector("[data-heard-title]").textContent = title;
  };

  document.addEventListener("mood-music:playing", async ({ detail }) => {
    if (noted.has(detail.work)) return;
    noted.add(detail.work);
    const form = pressForm();
    const body = new FormData(form);
    body.set("work", detail.work);
    try {
      await send(form, body);
      offer(detail);
    } catch {
      // Nothing is lost for the person: the button says the same, and the next play tries again.
      noted.delete(detail.work);
    }
  });

  document.addEventListener("mood-music:chosen", ({ detail }) => offer(detail));

  part.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { target: form, submitter } = event;
    const shown = new FormData(pressForm()).get("work");
    const title = pressForm().querySelector("[data-heard-title]").textContent;
    try {
      await send(form, new FormData(form, submitter));
    } catch {
      // By the plain way then, with the button that was pressed.
      if (submitter?.name) {
        const pressed = Object.assign(document.createElement("input"), { type: "hidden" });
        [pressed.name, pressed.value] = [submitter.name, submitter.value];
        form.append(pressed);
      }
      form.submit();
      return;
    }
    offer({ work: shown, title });
    // The keyboard stays where it was.
    const work = form.elements.work.value;
    const same = [...part.querySelectorAll("form")].find((each) => each.elements.work.value === work);
    same?.querySelector(submitter?.value ? `button[value="${submitter.value}"]` : "button")?.focus();
  });
})();
