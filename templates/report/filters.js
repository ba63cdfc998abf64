"use strict";
// Filters by school, kind, and month; opens what a link leads to; prints the schools' tables, and of the rest what is open.
const form = document.getElementById("filters");
const rows = [...document.querySelectorAll("tr[data-kind]")];
const is = (wanted, value) => wanted === "" || wanted === value;
function show() {
  const campus = form.elements.campus.value, kind = form.elements.kind.value, month = form.elements.month.value;
  for (const part of document.querySelectorAll("[data-campus]")) part.hidden = !is(campus, part.dataset.campus);
  for (const part of document.querySelectorAll(".glance [data-month]")) part.hidden = !is(month, part.dataset.month);
  for (const mark of document.querySelectorAll(".glance .mark[data-kind]")) mark.closest("li").hidden = !is(kind, mark.dataset.kind);
  let number = 0;
  for (const row of rows) {
    row.hidden = !(is(kind, row.dataset.kind) && is(month, row.dataset.month));
    if (!row.hidden && !row.closest("[data-campus]").hidden) number += 1;
  }
  if (campus || kind || month) for (const fold of document.querySelectorAll("details.fold")) fold.open = true;
  document.getElementById("shown").textContent = `${number} of ${rows.length} shown`;
}
function openAround(element) {
  for (let fold = element && element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
function follow() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  openAround(target);
  const inside = target.querySelector(":scope > details");
  if (inside) inside.open = true;
  target.scrollIntoView();
}
form.hidden = false;
form.addEventListener("change", show);
form.addEventListener("reset", () => setTimeout(show));
document.getElementById("open-all").addEventListener("click", () => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
addEventListener("hashchange", follow);
addEventListener("beforeprint", () => { for (const fold of document.querySelectorAll("details.fold")) fold.open = true; });
show();
follow();
