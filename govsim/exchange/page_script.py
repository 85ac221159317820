"""The script of a page: the slider over the moments at which something changed. Without it a table says the same."""

from __future__ import annotations

PAGE_SCRIPT = """
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("data").textContent);
  var player = document.getElementById("player");
  if (!player || !data.moments.length) { return; }
  var slider = document.getElementById("moment");
  var said = document.getElementById("moment-said");
  var body = document.getElementById("moment-rows");
  var changes = document.getElementById("all-changes");
  var cells = [];
  data.posts.forEach(function (post) {
    var row = document.createElement("tr");
    var head = document.createElement("th");
    var status = document.createElement("td");
    var who = document.createElement("td");
    head.scope = "row";
    head.textContent = post.title;
    status.className = "status";
    row.append(head, status, who);
    body.append(row);
    cells.push({row: row, status: status, who: who});
  });
  function stateAt(post, index) {
    var low = 0, high = post.states.length - 1;
    while (low < high) {
      var middle = (low + high + 1) >> 1;
      if (post.states[middle][0] <= index) { low = middle; } else { high = middle - 1; }
    }
    return post.states[low];
  }
  function line(svg, x) {
    var old = svg.querySelector(".now");
    if (!old) {
      old = document.createElementNS("http://www.w3.org/2000/svg", "path");
      old.setAttribute("class", "now off");
      svg.append(old);
    }
    old.setAttribute("d", x === null ? "" : "M" + x.toFixed(1) + " 60V" + svg.viewBox.baseVal.height);
  }
  function show() {
    var index = Number(slider.value);
    var moment = data.moments[index];
    said.textContent = moment.when + (moment.what ? ": " + moment.what : "");
    slider.setAttribute("aria-valuetext", moment.when);
    data.posts.forEach(function (post, place) {
      var state = stateAt(post, index);
      var cell = cells[place];
      cell.status.textContent = state[1];
      cell.status.className = "status status-" + state[1];
      cell.who.textContent = state[2];
      cell.row.className = state[0] === index && index > 0 ? "changed" : "";
    });
    document.querySelectorAll("svg[data-first]").forEach(function (svg) {
      var first = Number(svg.dataset.first), after = Number(svg.dataset.after);
      var x0 = Number(svg.dataset.x0), x1 = Number(svg.dataset.x1);
      var inside = moment.at >= first && moment.at <= after;
      line(svg, inside ? x0 + (moment.at - first) / (after - first) * (x1 - x0) : null);
    });
  }
  function step(by) {
    slider.value = String(Math.min(data.moments.length - 1, Math.max(0, Number(slider.value) + by)));
    show();
  }
  slider.max = String(data.moments.length - 1);
  slider.value = String(data.start);
  slider.addEventListener("input", show);
  document.getElementById("earlier").addEventListener("click", function () { step(-1); });
  document.getElementById("later").addEventListener("click", function () { step(1); });
  window.addEventListener("beforeprint", function () { changes.open = true; });
  changes.open = false;
  player.hidden = false;
  show();
})();
"""
