"use strict";
(function () {
var all = function (what, within) {
return Array.prototype.slice.call((within || document).querySelectorAll(what));
};
var shown = function (cell) {
var v = cell.querySelector(".v") || cell;
var zh = document.getElementById("lang-zh").checked;
var part = v.querySelector(zh ? ".zh" : ".en");
return (part || v).textContent.trim();
};
var number = function (text) {
var plain = text.replace(/\u2212/g, "-").replace(/^\+/, "");
return /^-?[0-9]+(\.[0-9]+)?%?$/.test(plain) ? parseFloat(plain) : NaN;
};
var compare = function (a, b) {
var x = number(a), y = number(b);
if (!isNaN(x) && !isNaN(y)) return x - y;
if (!isNaN(x)) return -1;
if (!isNaN(y)) return 1;
return a.localeCompare(b, "zh-CN", { numeric: true });
};
var sort = function (head) {
var table = head.closest("table"), body = table.tBodies[0];
var at = head.cellIndex, down = head.getAttribute("aria-sort") === "ascending";
all("th[aria-sort]", table).forEach(function (th) { th.removeAttribute("aria-sort"); });
head.setAttribute("aria-sort", down ? "descending" : "ascending");
var total = all("tr.total", body);
var rows = all("tr:not(.total)", body).map(function (tr, i) {
return { tr: tr, key: shown(tr.cells[at]), i: i };
});
rows.sort(function (a, b) {
var way = compare(a.key, b.key);
return (down ? -way : way) || a.i - b.i;
});
rows.forEach(function (row) { body.appendChild(row.tr); });
total.forEach(function (tr) { body.appendChild(tr); });
};
var filter = function (input) {
var table = document.getElementById(input.getAttribute("data-table"));
var words = input.value.trim().toLowerCase().split(/\s+/);
var rows = all("tbody tr", table), left = 0;
rows.forEach(function (tr) {
var text = tr.textContent.toLowerCase();
var hit = words.every(function (word) { return text.indexOf(word) >= 0; });
tr.hidden = !hit;
left += hit ? 1 : 0;
});
document.querySelector("output[for=\"" + input.id + "\"]").textContent = left + " / " + rows.length;
};
var slide = function (range) {
var table = document.getElementById(range.getAttribute("data-table"));
var rows = all("tbody tr", table), at = Number(range.value);
rows.forEach(function (tr, i) { tr.classList.toggle("here", i === at); });
var figure = range.closest("p").previousElementSibling;
all("[data-point]", figure).forEach(function (mark) {
mark.classList.toggle("here", Number(mark.getAttribute("data-point")) === at);
});
var heads = all("thead th", table), zh = document.getElementById("lang-zh").checked;
var text = Array.prototype.map.call(rows[at].cells, function (cell, i) {
return shown(heads[i]) + " " + shown(cell);
}).join(zh ? "\uff0c" : ", ");
range.setAttribute("aria-valuetext", text);
document.querySelector("output[for=\"" + range.id + "\"]").textContent = text;
};
all(".tools, .slider").forEach(function (p) { p.hidden = false; });
all("th.sort").forEach(function (head) {
var knob = document.createElement("span");
knob.setAttribute("role", "button");
knob.tabIndex = 0;
while (head.firstChild) knob.appendChild(head.firstChild);
head.appendChild(knob);
knob.addEventListener("click", function () { sort(head); });
knob.addEventListener("keydown", function (event) {
if (event.key !== "Enter" && event.key !== " ") return;
event.preventDefault();
sort(head);
});
});
all("input.filter").forEach(function (input) {
input.addEventListener("input", function () { filter(input); });
});
all("input[type=range]").forEach(function (range) {
range.addEventListener("input", function () { slide(range); });
slide(range);
});
all("[name=lang]").forEach(function (radio) {
radio.addEventListener("change", function () {
document.documentElement.lang = radio.id === "lang-en" ? "en" : "zh-CN";
all("input[type=range]").forEach(slide);
});
});
}());
