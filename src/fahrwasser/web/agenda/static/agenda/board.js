// Cards can be dragged into another column; without this script the buttons under »Move« do the same.
let dragged = null;
const buttonFor = (card, column) => card.querySelector(`button[name="state"][value="${column.dataset.state}"]`);
for (const card of document.querySelectorAll("[data-card]")) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });
  card.addEventListener("dragend", () => { dragged = null; });
}
for (const column of document.querySelectorAll(".fw-column[data-state]")) {
  column.addEventListener("dragover", (event) => {
    if (!dragged || !buttonFor(dragged, column)) return;
    event.preventDefault();
    column.classList.add("fw-column--over");
  });
  column.addEventListener("dragleave", () => column.classList.remove("fw-column--over"));
  column.addEventListener("drop", (event) => {
    event.preventDefault();
    column.classList.remove("fw-column--over");
    if (dragged) buttonFor(dragged, column)?.click();
  });
}
