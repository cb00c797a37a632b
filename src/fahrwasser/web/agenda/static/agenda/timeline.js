// Bars can be dragged to another quarter; without this script the list »Begin in quarter …« does the same.
const drawing = document.querySelector(".fw-gantt");
const step = Number(drawing?.dataset.step);
const last = Number(drawing?.dataset.quarters);
for (const bar of drawing?.querySelectorAll("[data-project]") ?? []) {
  const form = document.querySelector(`form[data-begin="${CSS.escape(bar.dataset.project)}"]`);
  const start = Number(bar.dataset.start);
  const home = Number(bar.getAttribute("x"));
  let from = null;
  let quarter = start;
  bar.addEventListener("pointerdown", (event) => {
    from = event.clientX;
    bar.setPointerCapture(event.pointerId);
  });
  bar.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const scale = drawing.getScreenCTM().a;
    const moved = Math.round((event.clientX - from) / scale / step);
    quarter = Math.min(Math.max(start + moved, 1), last);
    bar.setAttribute("x", home + (quarter - start) * step);
  });
  bar.addEventListener("pointercancel", () => {
    from = null;
    bar.setAttribute("x", home);
  });
  bar.addEventListener("pointerup", () => {
    if (from === null) return;
    from = null;
    if (!form || quarter === start) return;
    form.elements.quarter.value = String(quarter);
    form.requestSubmit();
  });
}
