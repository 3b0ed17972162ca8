// 分析页图表：每个 [data-chart] 元素的 JSON 就是 ECharts 选项；没有脚本时下面的表格仍在
import * as echarts from "echarts/core";
import { BarChart, HeatmapChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, HeatmapChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, SVGRenderer]);

const palette = ["#0052d9", "#00a870", "#ed7b2f", "#0594fa", "#834ec2", "#e34d59", "#029cd4", "#ebb105"];
for (const element of document.querySelectorAll("[data-chart]")) {
  const option = JSON.parse(element.dataset.chart);
  const chart = echarts.init(element, null, { renderer: "svg" });
  chart.setOption({ color: palette, animation: false, aria: { enabled: true }, ...option });
  window.addEventListener("resize", () => chart.resize());
}
