// 会话过期、按错返回也不丢字：表单提交时在本标签页留一份，办成之后清除，没办成的再打开时填回
const kept = (form) => `kept:${form.dataset.kept}`;

if (document.querySelector("[data-flash=success]")) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("kept:")) sessionStorage.removeItem(key);
}

for (const form of document.querySelectorAll("form[data-kept]")) {
  const typed = JSON.parse(sessionStorage.getItem(kept(form)) || "{}");
  let restored = false;
  for (const [name, value] of Object.entries(typed)) {
    const field = form.elements[name];
    if (field && field.type !== "hidden" && field.type !== "file" && field.type !== "checkbox" && !field.value && value) {
      field.value = value;
      restored = true;
    }
  }
  if (restored) {
    form.closest("details")?.setAttribute("open", "");
    const note = document.createElement("p");
    note.className = "figure-note";
    note.setAttribute("role", "status");
    note.textContent = "上次没有办成，填过的内容已恢复，请核对后再提交。";
    form.prepend(note);
  }
  const keep = () => {
    const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    delete values.csrf_token;
    delete values.version;
    sessionStorage.setItem(kept(form), JSON.stringify(values));
  };
  form.addEventListener("input", keep);
  form.addEventListener("submit", keep);
}

// 退出登录即清
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => sessionStorage.clear());
