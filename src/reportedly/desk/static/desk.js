// What all pages share: keys that press what is on the page, and the words of a claim in a dialog.
// Pages work without this file: every key presses a link or a button that is there.

export function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") { location.assign("/keys"); return; }
  const found = [...document.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key && !each.disabled);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input, textarea, select")) { found.focus(); found.select?.(); } else found.click();
});

// Rows that j and k go through; Enter follows the first link of one.
const rows = [...document.querySelectorAll("[data-row]")];
let at = -1;

function go(step) {
  if (!rows.length) return;
  at = Math.min(rows.length - 1, Math.max(0, at + step));
  const link = rows[at].querySelector("a[href]") ?? rows[at];
  link.focus();
  rows[at].scrollIntoView({ block: "nearest" });
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (row) at = rows.indexOf(row);
});

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "j") go(1);
  if (event.key === "k") go(-1);
});
