// Keys for the inbox and the finding page. Everything they do can be done
// without them, by the forms that stand there.
"use strict";

(() => {
  const form = document.querySelector("form[data-keys]");
  const rows = form ? [...form.querySelectorAll("[data-row]")] : [];
  const button = (what) => form && form.querySelector(`button[name="do"][value="${what}"]`);
  let at = -1;
  let pending = null;

  const typing = (target) => target.matches("input:not([type=checkbox]), textarea, select");
  const box = (row) => row.querySelector("input[type=checkbox]");

  function go(to) {
    if (rows.length === 0) return;
    at = Math.max(0, Math.min(rows.length - 1, to));
    rows.forEach((row, i) => row.classList.toggle("here", i === at));
    rows[at].querySelector("a").focus();
    rows[at].scrollIntoView({ block: "nearest" });
  }

  // Where the reader was, so that the next key goes on from there after a
  // decision.
  const place = "place " + location.pathname;
  if (rows.length > 0 && document.querySelector(".done")) {
    at = Math.min(rows.length, Number(sessionStorage.getItem(place)) || 0) - 1;
  }
  if (form) form.addEventListener("submit", () => sessionStorage.setItem(place, Math.max(0, at)));

  // expect offers the reasons of one decision only; of all, where none waits.
  function expect(pressed) {
    form.querySelectorAll("button.pending").forEach((b) => b.classList.remove("pending"));
    pending = pressed;
    if (pressed) pressed.classList.add("pending");
    const groups = [...form.querySelectorAll("optgroup[data-do]")];
    const some = pressed && groups.some((g) => g.dataset.do === pressed.value);
    groups.forEach((g) => { g.disabled = Boolean(some) && g.dataset.do !== pressed.value; });
  }

  function reasoned() {
    return ["preset", "reason"].some((name) => form.elements[name] && form.elements[name].value.trim() !== "");
  }

  // decide presses a button, once there is something to decide about and a
  // reason; until then it leads to what is missing.
  function decide(what) {
    const pressed = button(what);
    if (!pressed) return;
    if (rows.length > 0 && !rows.some((row) => box(row).checked)) {
      if (at < 0) go(0);
      box(rows[at]).checked = true;
    }
    const by = form.elements["by"];
    if (by && by.value.trim() === "") {
      expect(pressed);
      by.focus();
    } else if (reasoned()) {
      form.requestSubmit(pressed);
    } else {
      expect(pressed);
      form.elements["preset"].focus();
    }
  }

  const keys = {
    j: () => go(at + 1),
    k: () => go(at < 0 ? 0 : at - 1),
    x: () => { if (at < 0) go(0); if (rows[at]) box(rows[at]).checked = !box(rows[at]).checked; },
    c: () => decide("confirm"),
    d: () => decide("dismiss"),
    e: () => decide("escalate"),
    a: () => { const b = button("assign"); if (b && form.elements["assignee"]) form.elements["assignee"].focus(); },
    u: () => { const undo = document.querySelector("form[data-undo] button"); if (undo) undo.click(); },
    "/": () => { const q = document.getElementById("q"); if (q) q.focus(); else location.assign("/search"); },
    "?": () => { const help = document.getElementById("keys"); if (help) help.open = !help.open; },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") {
        if (form && pending) expect(null);
        event.target.blur();
      }
      if (event.key === "Enter" && pending && form.contains(event.target) && reasoned()) {
        event.preventDefault();
        form.requestSubmit(pending);
      }
      return;
    }
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  rows.forEach((row, i) => row.addEventListener("focusin", () => {
    at = i;
    rows.forEach((other, n) => other.classList.toggle("here", n === i));
  }));

  const all = document.querySelector("[data-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => rows.forEach((row) => { box(row).checked = all.querySelector("input").checked; }));
  }

  // An open part of the menu folds when the reader goes elsewhere.
  const menu = [...document.querySelectorAll(".menu details")];
  const fold = (kept) => menu.forEach((part) => { if (part !== kept) part.open = false; });
  document.addEventListener("click", (event) => fold(event.target.closest(".menu details")));
  document.addEventListener("focusin", (event) => fold(event.target.closest(".menu details")));
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && menu.find((part) => part.open);
    if (open) {
      open.querySelector("summary").focus();
      open.open = false;
    }
  });

  // The completion of the search completes its last word.
  const q = document.getElementById("q");
  const terms = document.getElementById("terms");
  if (q && terms) {
    const known = [...terms.options].map((o) => o.value);
    q.addEventListener("input", () => {
      const cut = q.value.lastIndexOf(" ") + 1;
      const [before, word] = [q.value.slice(0, cut), q.value.slice(cut).toLowerCase()];
      terms.replaceChildren(...known.filter((t) => word === "" || t.toLowerCase().includes(word)).slice(0, 20).map((t) => {
        const option = document.createElement("option");
        option.value = before + t;
        return option;
      }));
    });
  }
})();
