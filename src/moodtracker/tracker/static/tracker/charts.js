// Draws the charts of a page with Vega, in the page's own colours, and again when day turns to
// lamp light. Expressions are interpreted (`ast`), so the policy needs no unsafe-eval; Vega's own
// style sheets are left out, since the policy would refuse them.
const charts = [...document.querySelectorAll("[data-chart]")];
const probe = document.createElement("span");
probe.hidden = true;
document.body.append(probe);

const colourOf = (token) => {
  probe.style.color = `var(--${token})`;
  return getComputedStyle(probe).color;
};

const dressed = (text) => {
  const colours = new Map();
  return JSON.parse(text, (_key, value) => {
    if (typeof value !== "string" || !value.startsWith("token:")) return value;
    const token = value.slice(6);
    if (!colours.has(token)) colours.set(token, colourOf(token));
    return colours.get(token);
  });
};

const tip = document.createElement("div");
tip.className = "chart-tip";
tip.hidden = true;
document.body.append(tip);

// Our own tooltip: Vega's brings a style sheet and inserts markup.
const showTip = (_handler, event, _item, value) => {
  if (!value || typeof value !== "object") {
    tip.hidden = true;
    return;
  }
  tip.replaceChildren(...Object.entries(value).map(([name, text]) => {
    const line = document.createElement("div");
    const label = document.createElement("span");
    label.textContent = `${name} `;
    line.append(label, String(text));
    return line;
  }));
  tip.hidden = false;
  const { offsetWidth: width, offsetHeight: height } = tip;
  const left = Math.min(Math.max(8, event.clientX + 12), innerWidth - width - 8);
  const above = event.clientY - height - 12;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : event.clientY + 16}px`;
};

const drawn = new Map();

const draw = async (place) => {
  const text = document.getElementById(place.dataset.chart)?.textContent;
  if (!text) return;
  drawn.get(place)?.finalize();
  const result = await window.vegaEmbed(place, dressed(text), {
    ast: true,
    actions: false,
    defaultStyle: false,
    renderer: "svg",
    tooltip: showTip,
  });
  drawn.set(place, result);
  place.dataset.drawn = "true";
};

// Vega measures words before it draws them: the letters it will need come first.
const fetchLetters = () => document.fonts.load(
  '12px "Noto Sans KR Variable"',
  charts.map((place) => document.getElementById(place.dataset.chart)?.textContent).join(""),
);

const drawAll = async () => {
  await fetchLetters();
  for (const place of charts) await draw(place);
};

let waiting;
const again = () => {
  clearTimeout(waiting);
  waiting = setTimeout(drawAll, 60);
};

await drawAll();
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
new MutationObserver(again).observe(document.documentElement, {
  attributes: true, attributeFilter: ["data-theme", "class"],
});
addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
