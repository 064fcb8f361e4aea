// What is wrong with a page, found inside of it: run by tests/chart/browser.rs in a frame of a width.
(() => {
  const wrong = [];
  const say = (what, element) =>
    wrong.push(what + ": " + (element.textContent || element.id || element.tagName).trim().slice(0, 60));
  document.querySelectorAll("details").forEach((one) => (one.open = true));
  // What is there to be read aloud only.
  const clipped = (element) => element.closest("thead") && getComputedStyle(element.closest("thead")).clipPath !== "none";
  const shown = (element) => element.getClientRects().length > 0 && !clipped(element);
  const box = (element) => element.getBoundingClientRect();
  const meet = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const pictures = [...document.querySelectorAll("svg[role=img]")];
  for (const svg of pictures) {
    const own = box(svg);
    if (!shown(svg) || own.width < 200 || own.height < 60) say("a picture is not visible", svg);
    const names = svg.getAttribute("aria-labelledby").split(" ");
    if (!names.every((id) => document.getElementById(id)?.textContent)) say("no name", svg);
    const texts = [...svg.querySelectorAll("text")];
    texts.forEach((text, index) => {
      const at = box(text);
      if (at.left < own.left - 1 || at.right > own.right + 1 || at.top < own.top - 1 || at.bottom > own.bottom + 1)
        say("text is cut", text);
      if (at.height < 7) say("text is too small", text);
      for (const other of texts.slice(index + 1)) if (meet(at, box(other))) say("texts overlap", text);
    });
  }
  const blocks = [...document.querySelectorAll("h1,h2,h3,p,li,th,td,caption,summary,svg,pre,label,output")].filter(shown);
  blocks.forEach((block, index) => {
    if (block.scrollWidth > block.clientWidth + 1 && block.clientWidth > 0) say("wider than its place", block);
    for (const other of blocks.slice(index + 1, index + 12))
      if (!block.contains(other) && !other.contains(block) && meet(box(block), box(other)))
        say("blocks overlap", block);
  });
  if (document.documentElement.scrollWidth > innerWidth + 1) wrong.push("the page is wider than the window");
  const light = ([r, g, b]) => {
    const part = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const rgb = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  for (const text of [...blocks, ...document.querySelectorAll("svg text:not(.on)")].filter((e) => e.textContent.trim() && e.tagName !== "svg")) {
    const style = getComputedStyle(text);
    const [a, b] = [light(rgb(text.closest("svg") ? style.fill : style.color)), light(behind(text))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < 4.5) say("contrast " + contrast.toFixed(2), text);
  }
  for (const table of document.querySelectorAll("table"))
    if (!table.caption || !table.querySelector("th[scope]")) say("a table without headers", table);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  if (new Set(ids).size !== ids.length) wrong.push("an id stands twice");
  const controls = document.getElementById("controls");
  if (!controls || controls.hidden) wrong.push("nothing can be moved");
  else {
    const points = JSON.parse(document.getElementById("points").textContent);
    const [volume, price] = ["move-volume", "move-price"].map((id) => document.getElementById(id));
    for (const [v, p] of [[3, 4], [14, 0], points.here]) {
      [volume.value, price.value] = [v, p];
      price.dispatchEvent(new Event("input"));
      const [said, x] = [document.getElementById("moved").textContent, document.querySelector("#cost circle.here").getAttribute("cx")];
      if (!said.includes(points.answers[p][v]) || Number(x) !== points.x[v]) wrong.push("a picture does not follow: " + said);
    }
  }
  const asked = performance.getEntriesByType("resource").map((entry) => entry.name);
  return {
    width: innerWidth,
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
    pictures: pictures.length,
    texts: document.querySelectorAll("svg text").length,
    asked,
    wrong,
  };
})()
