"use strict";
(function () {
var form = document.getElementById("levers"), answer = document.getElementById("answer");
if (!form || !answer) return;
var base = form.getAttribute("data-page") || form.getAttribute("action"), timer = 0, running = null;
var fields = function () {
return Array.prototype.filter.call(form.elements, function (e) {
return e.name && e.name[0] !== "_" && e.name !== "token" && e.type !== "submit";
});
};
var query = function () {
var out = [];
fields().forEach(function (e) {
var was = e.getAttribute("data-base");
if (was !== null && e.value === was) return;
if (e.classList.contains("lock") && e.value === "") return;
out.push(encodeURIComponent(e.name) + "=" + encodeURIComponent(e.value));
});
return out.length ? "?" + out.join("&") : "";
};
var mark = function () {
fields().forEach(function (e) {
var lever = e.closest(".lever"), was = e.getAttribute("data-base");
if (lever && was !== null) lever.classList.toggle("moved", e.value !== was);
});
};
var ask = function (keep) {
var q = query();
if (running) running.abort();
running = new AbortController();
answer.classList.add("waiting");
fetch(base + form.getAttribute("data-answer") + q, { signal: running.signal, credentials: "same-origin" })
.then(function (reply) {
return reply.text().then(function (text) { return { ok: reply.ok, text: text }; });
})
.then(function (got) {
if (!got.ok) { location.href = base + q; return; }
var focus = document.activeElement && document.activeElement.name;
answer.innerHTML = got.text;
answer.classList.remove("waiting");
if (keep && location.pathname + location.search !== base + q) history.pushState(null, "", base + q);
var again = focus && /^lock\d*\./.test(focus) && answer.querySelector("[name=\"" + CSS.escape(focus) + "\"]");
if (again) again.focus();
answer.setAttribute("data-shown", q);
}).catch(function () {});
};
var soon = function (wait) {
clearTimeout(timer);
timer = setTimeout(function () { ask(true); }, wait);
};
Array.prototype.forEach.call(form.querySelectorAll(".slide"), function (slide) {
var field = document.getElementById(slide.getAttribute("data-for"));
slide.hidden = false;
slide.addEventListener("input", function () { field.value = slide.value; mark(); soon(40); });
field.addEventListener("input", function () { slide.value = field.value; mark(); });
});
form.addEventListener("change", function (event) {
if (event.target.name[0] === "_") return;
if (!event.target.classList.contains("slide")) { mark(); soon(0); }
});
answer.addEventListener("change", function (event) {
if (event.target.classList.contains("lock")) soon(0);
});
form.addEventListener("submit", function (event) {
if (event.submitter && event.submitter.name) return;
event.preventDefault();
soon(0);
});
Array.prototype.forEach.call(document.querySelectorAll("[data-history]"), function (button) {
button.hidden = false;
button.addEventListener("click", function () { history.go(Number(button.getAttribute("data-history"))); });
});
window.addEventListener("popstate", function () { location.reload(); });
}());
