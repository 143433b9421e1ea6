// Shortcuts for the panel and the pay page. Everything works without this file.
(() => {
  "use strict";
  const all = (selector) => document.querySelectorAll(selector);

  // A button copies the number without its spaces, and says so on itself.
  const news = document.getElementById("kabar");
  const say = (words) => { if (news) news.textContent = words; };
  if (navigator.clipboard) {
    for (const button of all("[data-copy]")) {
      const label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(button.dataset.copy);
        } catch {
          return; // the number stays selectable by hand
        }
        button.textContent = button.dataset.done;
        say(button.dataset.done);
        setTimeout(() => { button.textContent = label; }, 2500);
      });
    }
  }

  // Remaining time beside the absolute end, announced only at five minutes, one minute and none.
  const unit = (number, units, place) => number + " " + units[place + (number === 1 ? 0 : 1)];
  const inWords = (seconds, units) => {
    const minutes = Math.max(1, Math.ceil(seconds / 60));
    const days = Math.floor(minutes / 1440), hours = Math.floor(minutes / 60) % 24;
    const parts = [];
    if (days) parts.push(unit(days, units, 0));
    if (hours) parts.push(unit(hours, units, 2));
    if (!days && minutes % 60) parts.push(unit(minutes % 60, units, 4));
    return parts.join(" ");
  };
  for (const place of all("[data-ends]")) {
    const { ends, phrase, units, at5, at1, at0 } = place.dataset;
    const end = Date.parse(ends);
    let before = (end - Date.now()) / 1000;
    const tick = () => {
      const left = (end - Date.now()) / 1000;
      for (const [mark, words] of [[300, at5], [60, at1], [0, at0]]) {
        if (before > mark && left <= mark) say(words);
      }
      before = left;
      place.textContent = left > 0 ? phrase.replace("{}", inWords(left, units.split(","))) : at0;
      if (left > 0) setTimeout(tick, left > 90 ? 15000 : 1000);
    };
    if (Number.isFinite(end)) tick();
  }

  // The pay page asks a small address: every 3 s for two minutes, then every 15 s.
  const page = document.querySelector("[data-poll]");
  if (page) {
    const { poll, state, changed } = page.dataset;
    const begun = Date.now();
    let pause = 0;
    const ask = async () => {
      try {
        const reply = await fetch(poll, { headers: { accept: "application/json" }, cache: "no-store" });
        if (reply.status === 429) pause = 15000;
        if (reply.ok) {
          const seen = await reply.json();
          if (seen.page !== state) {
            say(changed);
            setTimeout(() => location.replace(location.pathname), 600);
            return;
          }
        }
      } catch {
        // offline for a moment: ask again later
      }
      setTimeout(ask, Math.max(pause, Date.now() - begun < 120000 ? 3000 : 15000));
      pause = 0;
    };
    setTimeout(ask, 3000);
  }

  // "/" or Ctrl K goes to the search field, unless the reader is typing.
  const seek = document.querySelector("[data-seek]");
  if (seek) {
    document.addEventListener("keydown", (event) => {
      const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
      const combined = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      if (combined || (event.key === "/" && !typing && !event.ctrlKey && !event.altKey)) {
        event.preventDefault();
        seek.focus();
        seek.select();
      }
    });
  }

  // Light, dark or the system's: kept in a cookie so that the next page arrives right.
  for (const box of all("[data-themes]")) {
    box.hidden = false;
    const buttons = box.querySelectorAll("[data-set-theme]");
    const show = () => {
      const now = document.documentElement.dataset.theme || "";
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.setTheme === now));
    };
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const theme = button.dataset.setTheme;
        if (theme) document.documentElement.dataset.theme = theme;
        else delete document.documentElement.dataset.theme;
        const secure = location.protocol === "https:" ? ";secure" : "";
        document.cookie = `tema=${theme};path=/;max-age=${theme ? 31536000 : 0};samesite=lax${secure}`;
        show();
      });
    }
    show();
  }
})();
