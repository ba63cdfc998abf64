"use strict";
// Shows the week of today if it is in the page's year; else the week that the page came with stays.
const now = new Date();
const today = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
const weeks = [...document.querySelectorAll("#all-weeks details")];
const current = weeks.find((week) => today <= week.dataset.last);
if (current && today >= weeks[0].dataset.first) {
  const shown = current.cloneNode(true);
  shown.open = true;
  document.getElementById("this-week").replaceChildren(shown);
}
