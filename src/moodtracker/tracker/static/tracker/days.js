/* Days by arrow keys, months and years by Page Up and Page Down or a swipe.

   The days stay plain links. In the year, where there are hundreds, one of them at a time is in
   the order of the Tab key; screen readers and the mouse find them all as before. */

const DAYS = "a.month-day, .year-days a.px";
const SWIPE = 64; // CSS pixels

const turn = (way) => document.querySelector(`a[rel=${way}]`)?.click();
const middle = (element) => {
  const box = element.getBoundingClientRect();
  return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
};

/* The nearest day in a direction, by where it is seen: the year lies on its side on a phone. */
const nearest = (from, dx, dy) => {
  const here = middle(from);
  let best = null;
  let least = Infinity;
  for (const day of document.querySelectorAll(DAYS)) {
    const there = middle(day);
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const across = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (along < 4 || across > along) continue;
    const far = along + 3 * across;
    if (far < least) [best, least] = [day, far];
  }
  return best;
};

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const day = event.target.closest?.(DAYS);
  if (!day) return;
  if (event.key === "PageUp" || event.key === "PageDown") {
    event.preventDefault();
    turn(event.key === "PageUp" ? "prev" : "next");
    return;
  }
  const arrow = ARROWS[event.key];
  const next = arrow && nearest(day, ...arrow);
  if (!arrow) return;
  event.preventDefault();
  next?.focus();
});

const grid = document.querySelector("[data-day-grid]");
if (grid) {
  const days = [...grid.querySelectorAll(".year-days a.px")];
  const enter = (chosen) => {
    for (const day of days) day.tabIndex = day === chosen ? 0 : -1;
  };
  enter(days.find((day) => day.ariaCurrent) ?? days.findLast((day) => day.firstElementChild) ?? days[0]);
  grid.addEventListener("focusin", (event) => {
    const day = event.target.closest(".year-days a.px");
    if (day) enter(day);
  });
}

const month = document.querySelector("table.month");
if (month) {
  let start = null;
  month.addEventListener("touchstart", (event) => {
    start = event.touches.length === 1 ? event.touches[0] : null;
  }, { passive: true });
  month.addEventListener("touchend", (event) => {
    if (!start) return;
    const end = event.changedTouches[0];
    const [dx, dy] = [end.clientX - start.clientX, end.clientY - start.clientY];
    if (Math.abs(dx) > SWIPE && Math.abs(dx) > 2 * Math.abs(dy)) turn(dx > 0 ? "prev" : "next");
    start = null;
  }, { passive: true });
}
