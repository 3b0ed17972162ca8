// 未提交的内容：随写随存到服务器（加密），断网时先存本机，连上再补存；办成之后清除
const token = () => document.querySelector("meta[name=csrf-token]").content;

function valuesOf(form) {
  const values = Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  delete values.csrf_token;
  return values;
}

async function keep(form, note) {
  const key = form.dataset.unsent;
  const body = new URLSearchParams({ ...valuesOf(form), csrf_token: token() });
  try {
    const answer = await fetch(`/unsent/${encodeURIComponent(key)}`, { method: "POST", body, headers: { "X-CSRFToken": token() } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    sessionStorage.removeItem(`unsent:${key}`);
    note.textContent = "已自动保存";
  } catch {
    sessionStorage.setItem(`unsent:${key}`, JSON.stringify(valuesOf(form)));
    note.textContent = "网络不通，内容已存在本机，连上后自动补存";
  }
}

for (const form of document.querySelectorAll("form[data-unsent]")) {
  const note = document.createElement("p");
  note.className = "figure-note mb-0 mt-1";
  note.setAttribute("role", "status");
  (form.querySelector(".action-bar, .card-footer") || form).append(note);
  const local = sessionStorage.getItem(`unsent:${form.dataset.unsent}`);
  if (local) {
    for (const [name, value] of Object.entries(JSON.parse(local))) {
      const field = form.elements[name];
      if (field && field.type !== "hidden" && !field.value) field.value = value;
    }
    keep(form, note);
  }
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => keep(form, note), 800); });
  form.addEventListener("submit", () => { clearTimeout(timer); sessionStorage.removeItem(`unsent:${form.dataset.unsent}`); });
  window.addEventListener("online", () => keep(form, note));
  window.addEventListener("load", () => {
    if (form.elements.text?.value.trim()) window.htmx.trigger("#suggest", "refresh");
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-clear-unsent]");
  if (!button) return;
  const key = button.dataset.clearUnsent;
  await fetch(`/unsent/${encodeURIComponent(key)}`, { method: "POST", body: new URLSearchParams({ csrf_token: token() }), headers: { "X-CSRFToken": token() } });
  sessionStorage.removeItem(`unsent:${key}`);
  window.location.assign(window.location.pathname);
});
