/* While a PDF is being made the button rests and says so; without this script the form just works. */

(() => {
  const form = document.querySelector("[data-report-pdf]");
  if (!form) return;
  const button = form.querySelector("button");
  const status = form.querySelector("[data-report-status]");
  const words = button.textContent;

  function fileName(answer) {
    const header = answer.headers.get("Content-Disposition") || "";
    const encoded = /filename\*=utf-8''([^;]+)/i.exec(header);
    const plain = /filename="([^"]+)"/i.exec(header);
    return encoded ? decodeURIComponent(encoded[1]) : plain ? plain[1] : "moodtracker.pdf";
  }

  function save(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function send() {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (answer.headers.get("Content-Type") === "application/pdf") {
      save(await answer.blob(), fileName(answer));
      return form.dataset.done;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const problem = page.querySelector("[data-report-problem]");
    if (problem) return problem.textContent;
    location.assign(answer.url);
    return "";
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    button.textContent = form.dataset.busy;
    status.textContent = form.dataset.busy;
    try {
      status.textContent = await send();
    } catch {
      status.textContent = form.dataset.failed;
    } finally {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      button.textContent = words;
    }
  });
})();
