// The open pages and a person's own forms, beyond plain HTML: sharing, saving drafts by themselves, wishes by dragging.
(function () {
  "use strict";

  // Sharing: the phone's own sheet, else the link goes to the clipboard.
  function said(button, words) {
    const place = button.parentElement.querySelector("[role=status]");
    if (place) place.textContent = words;
  }
  function copied(text, button) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(text).then(function () { said(button, button.dataset.said); }, function () {});
      return;
    }
    const box = document.createElement("textarea");
    box.value = text;
    document.body.appendChild(box);
    box.select();
    if (document.execCommand("copy")) said(button, button.dataset.said);
    box.remove();
  }
  document.addEventListener("click", function (event) {
    const share = event.target.closest("[data-share]");
    if (share) {
      const address = location.href.split("#")[0];
      if (navigator.share) navigator.share({ title: share.dataset.share, url: address }).catch(function () {});
      else copied(share.dataset.share + " " + address, share);
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) copied(document.getElementById(copy.dataset.copy).value, copy);
  });

  // Drafts: a second and a half after the last change the form is kept on the server, without its files.
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const state = form.querySelector("[data-saved]");
  let timer = null;
  let going = false;
  let again = false;
  let sent = false;
  let waiting = null; // the button that was pressed while a draft was on its way

  function told(words) { if (state) state.textContent = words; }

  function keep() {
    if (sent) return;
    if (going) { again = true; return; }
    going = true;
    const body = new FormData(form);
    Array.from(form.querySelectorAll("input[type=file]")).forEach(function (field) { body.delete(field.name); });
    body.set("act", "save");
    fetch(form.getAttribute("action") || location.href, { method: "POST", body: body, headers: { "X-Autosave": "1" }, credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(function (kept) {
        going = false;
        told(kept.said);
        if (kept.revision !== undefined) form.elements.revision.value = kept.revision;
        if (kept.address) { form.setAttribute("action", kept.address); history.replaceState(null, "", kept.address); }
        if (waiting) goOn();
        else if (again) { again = false; keep(); }
      })
      .catch(function () { going = false; told(form.dataset.unsaved); if (waiting) goOn(); });
  }
  // Two saves at once would look like a change made elsewhere: the button waits for the draft.
  function goOn() {
    const button = waiting;
    waiting = null;
    form.requestSubmit(button);
  }
  function soon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 1500);
  }
  form.addEventListener("input", function (event) { if (event.target.type !== "file") soon(); });
  form.addEventListener("change", function (event) { if (event.target.type !== "file") soon(); });
  form.addEventListener("submit", function (event) {
    window.clearTimeout(timer);
    if (going && event.submitter) {
      event.preventDefault();
      event.stopPropagation();
      again = false;
      waiting = event.submitter;
      return;
    }
    sent = true;
  });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" && timer && !sent) { window.clearTimeout(timer); timer = null; keep(); }
  });
  window.addEventListener("pageshow", function () { sent = false; });

  // Wishes: dragged into order; the buttons stay for everybody else.
  const list = form.querySelector("[data-wishes]");
  if (!list) return;
  let dragged = null;
  Array.from(list.children).forEach(function (line) {
    line.draggable = true;
    line.addEventListener("dragstart", function (event) {
      dragged = line;
      line.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
    line.addEventListener("dragend", function () { line.classList.remove("dragged"); dragged = null; soon(); });
    line.addEventListener("dragover", function (event) {
      if (!dragged || dragged === line) return;
      event.preventDefault();
      const box = line.getBoundingClientRect();
      list.insertBefore(dragged, event.clientY > box.top + box.height / 2 ? line.nextSibling : line);
    });
  });
})();
