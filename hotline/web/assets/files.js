// 放文件的地方：选了哪些逐个列出，可去掉；分几次选、几次拍的合在一起；太大、太多的当场说明，不等上传
const MEGABYTE = 1024 * 1024;
const size = (bytes) => (bytes < MEGABYTE ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / MEGABYTE).toFixed(1)} MB`);
const mark = (file) => `${file.name} ${file.size} ${file.lastModified}`;

function line(file, wrong, area, remove) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.className = "drop-name";
  name.textContent = file.name;
  const told = document.createElement("span");
  told.className = wrong ? "num late" : "num";
  told.textContent = wrong ? `${size(file.size)}，${wrong}` : size(file.size);
  row.append(name, told);
  if (remove) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm btn-outline-secondary drop-remove";
    button.textContent = area.dataset.remove;
    button.setAttribute("aria-label", `${area.dataset.remove} ${file.name}`);
    button.addEventListener("click", remove);
    row.append(button);
  }
  return row;
}

function warning(words) {
  const row = document.createElement("li");
  row.className = "late";
  row.textContent = words;
  return row;
}

for (const area of document.querySelectorAll("[data-drop]")) {
  const field = area.querySelector("input");
  const { each, whole, most, heavy, sum, count } = area.dataset;
  const list = document.createElement("ul");
  list.className = "drop-files";
  list.setAttribute("aria-live", "polite");
  area.after(list);
  let bag = null;
  try { bag = () => new DataTransfer(); bag(); } catch { bag = null; }
  let chosen = [...field.files];

  const show = () => {
    const total = chosen.reduce((bytes, file) => bytes + file.size, 0);
    const rows = chosen.map((file, at) => line(file, file.size > each * MEGABYTE ? heavy : "", area, bag && (() => {
      put(chosen.filter((_, other) => other !== at));
      field.focus();
    })));
    if (Number(most) && chosen.length > most) rows.push(warning(count));
    if (total > whole * MEGABYTE) rows.push(warning(sum));
    list.replaceChildren(...rows);
  };
  const put = (files) => {
    chosen = files;
    if (bag) {
      const all = bag();
      for (const file of files) all.items.add(file);
      field.files = all.files;
    }
    show();
  };

  area.classList.add("drop-ready");
  field.addEventListener("change", () => {
    const picked = [...field.files];
    if (!bag || !field.multiple) return put(picked);
    const known = new Set(chosen.map(mark));
    put([...chosen, ...picked.filter((file) => !known.has(mark(file)))]);
  });
  for (const name of ["dragenter", "dragover"]) area.addEventListener(name, () => area.classList.add("drop-over"));
  for (const name of ["dragleave", "drop", "dragend"]) area.addEventListener(name, () => area.classList.remove("drop-over"));
  field.form?.addEventListener("reset", () => { chosen = []; show(); });
  if (chosen.length) show();
}
