// 全站脚本：htmx、实时更新，以及少量键盘便利
import htmx from "htmx.org";
window.htmx = htmx;

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

// 422 的回答里有中文说明，照样换进页面
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
});

// 实时更新：本人可见的工单有变动时，刷新标了 data-live 的区域
const live = document.querySelector("[data-live]");
if (live && window.EventSource) {
  const source = new EventSource("/live");
  source.addEventListener("ticket", () => htmx.trigger(document.body, "ticket-moved"));
  window.addEventListener("pagehide", () => source.close());
}

// 快捷键：表单里 Ctrl+Enter 提交；页面上 data-key 的按钮用 Alt+字母
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (event.altKey && /^[a-z]$/i.test(event.key)) {
    const button = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (button) { event.preventDefault(); button.click(); button.focus(); }
  }
});

// 一键采纳建议：把值填进登记表
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill]");
  if (!chip) return;
  event.preventDefault();
  const field = document.querySelector(`[name="${chip.dataset.fill}"]`);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.value = chip.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
});

// 草稿不丢：登记表随写随存在本机，办成之后才清除；退出时全清
const sent = sessionStorage.getItem("draft-sent");
if (sent && document.querySelector("[data-flash=success]")) {
  sessionStorage.removeItem(sent);
  sessionStorage.removeItem("draft-sent");
}
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => sessionStorage.clear());
const draft = document.querySelector("form[data-draft]");
if (draft) {
  const key = `draft:${draft.dataset.draft}`;
  const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
  for (const [name, value] of Object.entries(kept)) {
    const field = draft.elements[name];
    if (field && !field.value) field.value = value;
  }
  draft.addEventListener("input", () => {
    const values = Object.fromEntries(new FormData(draft));
    delete values.csrf_token;
    delete values.phone;
    sessionStorage.setItem(key, JSON.stringify(values));
  });
  draft.addEventListener("submit", () => sessionStorage.setItem("draft-sent", key));
  window.addEventListener("load", () => {
    if (draft.elements.text?.value.trim()) htmx.trigger("#suggest", "refresh");
  });
}
