// Draws the charts of a page from the values beside them; ECharts is fetched when the first one comes into view.
(function () {
  "use strict";

  const styles = getComputedStyle(document.documentElement);
  const colour = function (name) { return styles.getPropertyValue("--" + name).trim(); };
  let library = null;

  function loadLibrary(address) {
    library = library || new Promise(function (done, failed) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    });
    return library;
  }

  function lineOf(series, at, palette) {
    return {
      name: series.name,
      type: series.kind,
      data: series.values,
      connectNulls: false,
      symbol: series.dashed ? "none" : "circle",
      symbolSize: 5,
      barMaxWidth: 28,
      lineStyle: { width: 2, type: series.dashed ? "dashed" : "solid" },
      itemStyle: { color: palette[at % palette.length] },
    };
  }

  // An interval is two stacked lines: an invisible one at its foot, and its height, filled.
  function bandOf(band) {
    const height = band.low.map(function (low, at) { return low === null ? null : band.high[at] - low; });
    const hidden = { type: "line", stack: band.name, symbol: "none", silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false } };
    return [
      Object.assign({ data: band.low }, hidden),
      Object.assign({ name: band.name, data: height, areaStyle: { color: colour("mulberry"), opacity: 0.13 } }, hidden),
    ];
  }

  function marksOf(marks) {
    return { symbol: "none", silent: true, data: marks.map(function (at) { return { xAxis: at }; }), lineStyle: { color: colour("ink-faint") }, label: { show: false } };
  }

  // 12,000 as people read it here: 1.2万 in Chinese, with separators everywhere else.
  const chinese = document.documentElement.lang.startsWith("zh");
  function short(value) {
    const size = Math.abs(value);
    const trim = function (number) { return Number(number.toFixed(2)).toLocaleString(); };
    if (chinese && size >= 1e8) return trim(value / 1e8) + "亿";
    if (chinese && size >= 1e4) return trim(value / 1e4) + "万";
    return Number(value).toLocaleString();
  }

  function whole(told) {
    return told.series.every(function (one) { return one.values.every(function (value) { return value === null || Number.isInteger(value); }); });
  }

  function optionOf(told) {
    const palette = [colour("mulberry"), "#c58a1c", colour("catalpa"), colour("done"), colour("ink-faint")];
    const series = told.series.map(function (one, at) { return lineOf(one, at, palette); });
    if (series.length && told.marks.length) series[0].markLine = marksOf(told.marks);
    return {
      animation: false,
      textStyle: { fontFamily: styles.getPropertyValue("--sans"), color: colour("ink-soft") },
      grid: { left: 8, right: 16, top: told.series.length > 1 ? 40 : 16, bottom: 8, containLabel: true },
      legend: told.series.length > 1 ? { top: 0, left: 0, itemHeight: 8, data: told.series.map(function (one) { return one.name; }) } : undefined,
      tooltip: { trigger: "axis", valueFormatter: function (value) { return value === null || value === undefined ? "—" : Number(value).toLocaleString() + told.measure; } },
      xAxis: { type: "category", data: told.labels, axisLabel: { hideOverlap: true, color: colour("ink-soft") }, axisLine: { lineStyle: { color: colour("line-strong") } }, axisTick: { show: false } },
      yAxis: {
        type: "value",
        minInterval: whole(told) ? 1 : 0,
        axisLabel: { color: colour("ink-soft"), formatter: function (value) { return short(value) + (told.measure === "%" ? "%" : ""); } },
        splitLine: { lineStyle: { color: colour("line") } },
      },
      series: series.concat(told.band ? bandOf(told.band) : []),
    };
  }

  function draw(holder) {
    loadLibrary(holder.dataset.script).then(function () {
      const told = JSON.parse(document.getElementById(holder.dataset.chart).textContent);
      const drawn = window.echarts.init(holder, null, { renderer: "svg" });
      drawn.setOption(optionOf(told));
      window.addEventListener("resize", function () { drawn.resize(); });
      window.addEventListener("beforeprint", function () { drawn.resize(); });
    });
  }

  const watch = new IntersectionObserver(function (seen) {
    seen.filter(function (one) { return one.isIntersecting; }).forEach(function (one) {
      watch.unobserve(one.target);
      draw(one.target);
    });
  }, { rootMargin: "200px" });
  function watchAll(part) { part.querySelectorAll("[data-chart]").forEach(function (holder) { watch.observe(holder); }); }
  watchAll(document);
  document.addEventListener("htmx:afterSwap", function (event) { watchAll(event.detail.target); });
})();
