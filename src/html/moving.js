// Moves two pictures to points that the program has answered; nothing is calculated here.
(() => {
  const by = (id) => document.getElementById(id);
  const points = JSON.parse(by("points").textContent);
  const [volume, price] = [by("move-volume"), by("move-price")];
  const cost = document.querySelector("#cost svg");
  const map = document.querySelector("#map svg");
  if (!cost || !map) return;
  const dot = (svg) => {
    const circle = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    circle.setAttribute("class", "here");
    circle.setAttribute("r", "6");
    svg.append(circle);
    return circle;
  };
  const [onCost, onMap] = [dot(cost), dot(map)];
  const first = new Map();
  for (const [tone] of points.lines[0]) {
    const path = cost.querySelector(".line.t-" + tone);
    if (path) first.set(tone, [path, path.getAttribute("d")]);
  }
  const put = (circle, x, y) => {
    circle.style.display = x === null || y === null ? "none" : "";
    circle.setAttribute("cx", x ?? 0);
    circle.setAttribute("cy", y ?? 0);
  };
  const show = () => {
    const [v, p] = [Number(volume.value), Number(price.value)];
    const asked = p === points.here[1];
    for (const [tone, d] of points.lines[p]) {
      const known = first.get(tone);
      if (known) known[0].setAttribute("d", asked ? known[1] : d);
    }
    for (const mark of cost.querySelectorAll(".m-break-even")) mark.style.display = asked ? "" : "none";
    put(onCost, points.x[v], points.y[p][v]);
    put(onMap, points.map_x[v], points.map_y[p]);
    for (const [slider, word] of [[volume, points.volume_words[v]], [price, points.price_words[p]]]) {
      slider.setAttribute("aria-valuetext", word);
      by(slider.id + "-said").textContent = word;
    }
    by("moved").textContent =
      "at " + points.volume_words[v] + " tokens/day and API prices " + points.price_words[p] + ": " + points.answers[p][v];
  };
  volume.addEventListener("input", show);
  price.addEventListener("input", show);
  by("controls").hidden = false;
  show();
})();
