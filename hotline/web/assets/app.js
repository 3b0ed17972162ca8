// 全站脚本：htmx、实时更新、自动保存，以及键盘便利
import htmx from "htmx.org";
window.htmx = htmx;
import "./live.js";
import "./unsent.js";
import "./kept.js";
import "./files.js";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]").content;
});

// 422 的回答里有中文说明，照样换进页面
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 422) event.detail.shouldSwap = true;
});

// 快捷键：表单里 Ctrl+Enter 提交；页面上 data-key 的按钮用 Alt+字母
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter" && event.target.form) {
    event.preventDefault();
    event.target.form.requestSubmit();
  } else if (event.altKey && /^[a-z0-9]$/i.test(event.key)) {
    const button = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (button) { event.preventDefault(); button.click(); button.focus(); }
  }
});

function fill(name, value) {
  const field = document.querySelector(`#call [name="${name}"], [name="${name}"]`);
  if (!field) return;
  field.closest("details")?.setAttribute("open", "");
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// 一键采纳建议：把一个值、或一组值填进登记表
document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill]");
  const many = event.target.closest("[data-fills]");
  if (!chip && !many) return;
  event.preventDefault();
  if (chip) fill(chip.dataset.fill, chip.dataset.value);
  else {
    for (const [name, value] of Object.entries(JSON.parse(many.dataset.fills))) if (value) fill(name, value);
    document.querySelector("#text")?.focus();
  }
});

// 全选
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-select-all]");
  if (!all) return;
  for (const box of document.querySelectorAll(`[name="${all.dataset.selectAll}"]`)) box.checked = all.checked;
});

// 同一张表单不交两次
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) { event.preventDefault(); return; }
  event.target.dataset.sent = "1";
  setTimeout(() => delete event.target.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
