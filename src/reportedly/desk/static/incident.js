// The incident page: cells open their words in a dialog, arrows go through the matrix.

const dialog = document.getElementById("words");

async function open(link) {
  const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) { location.assign(link.href); return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const body = page.querySelector("[data-words-body]");
  if (!body) { location.assign(link.href); return; }
  const close = document.createElement("button");
  close.className = "words-close small";
  close.textContent = "Close";
  close.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(close, document.importNode(body, true));
  dialog.showModal();
  dialog.scrollTop = 0;
  dialog.addEventListener("close", () => link.focus(), { once: true });
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-words]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  open(link);
});

dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

const matrix = document.querySelector("[data-matrix]");
const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

matrix?.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  const cell = event.target.closest("tbody td");
  if (!step || !cell) return;
  event.preventDefault();
  const lines = [...matrix.tBodies[0].rows];
  let row = lines.indexOf(cell.parentElement) + step[0];
  let column = cell.cellIndex + step[1];
  while (lines[row]?.cells[column]) {
    const link = lines[row].cells[column].querySelector("a");
    if (link) { link.focus(); return; }
    row += step[0];
    column += step[1];
  }
});

function light(cell, on) {
  for (const line of matrix.querySelectorAll("tbody tr, tr.speakers")) line.cells[cell.cellIndex]?.classList.toggle("lit", on);
}
for (const kind of ["pointerover", "focusin"]) matrix?.addEventListener(kind, (event) => { const cell = event.target.closest("tbody td"); if (cell) light(cell, true); });
for (const kind of ["pointerout", "focusout"]) matrix?.addEventListener(kind, (event) => { const cell = event.target.closest("tbody td"); if (cell) light(cell, false); });
