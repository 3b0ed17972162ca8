// 实时更新：变动的工单、响在本席的来电、还有谁在看这件工单
import htmx from "htmx.org";

const token = () => document.querySelector("meta[name=csrf-token]").content;
const page = document.querySelector("[data-ticket]");
const others = new Map();
const STALE = 45_000;

function showOthers() {
  const box = document.querySelector("#others");
  if (!box) return;
  const now = Date.now();
  for (const [account, one] of others) if (now - one.at > STALE) others.delete(account);
  const names = [...others.values()].map((one) => `${one.role}${one.name}${one.doing === "typing" ? "（正在填写）" : ""}`);
  box.textContent = names.length ? `同时在看：${names.join("、")}` : "";
}

function here(doing) {
  const body = new URLSearchParams({ doing, csrf_token: token() });
  const url = `/live/here/${page.dataset.ticket}`;
  if (doing === "gone") navigator.sendBeacon(url, body);
  else fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token() } }).catch(() => {});
}

if (window.EventSource && document.querySelector("[data-live], [data-ticket], #pop, [data-listens]")) {
  const source = new EventSource("/live");
  source.addEventListener("ticket", (event) => {
    htmx.trigger(document.body, "ticket-moved");
    const [number] = event.data.split(" ");
    if (page && page.dataset.ticket === number) document.querySelector("#moved")?.removeAttribute("hidden");
  });
  source.addEventListener("call", (event) => {
    const [call, what] = event.data.split(" ");
    const pop = document.querySelector("#pop");
    if (pop && what === "ringing") htmx.ajax("GET", `/agents/pop/${call}`, { target: "#pop", swap: "innerHTML" });
    else if (what === "ringing") {
      const notice = document.querySelector("#ringing");
      if (notice) { notice.querySelector("a").href = `/agents/?call=${call}`; notice.removeAttribute("hidden"); }
    }
  });
  source.addEventListener("seen", (event) => {
    const one = JSON.parse(event.data);
    if (!page || page.dataset.ticket !== one.number) return;
    if (one.doing === "gone") others.delete(one.account);
    else {
      if (!others.has(one.account)) here("viewing");
      others.set(one.account, { ...one, at: Date.now() });
    }
    showOthers();
  });
  window.addEventListener("pagehide", () => source.close());
}

if (page) {
  let typed = 0;
  here("viewing");
  setInterval(() => { here(Date.now() - typed < 20_000 ? "typing" : "viewing"); showOthers(); }, 20_000);
  document.addEventListener("input", () => {
    if (Date.now() - typed > 20_000) here("typing");
    typed = Date.now();
  });
  window.addEventListener("pagehide", () => here("gone"));
}
