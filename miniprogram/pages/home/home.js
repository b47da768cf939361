const { pathAsked } = require("../../address");
const { site } = require("../../config");

Component({
  data: { path: "" },
  methods: {
    onLoad(options) {
      this.setData({ path: pathAsked(site, options, "/") });
    },
    onShareAppMessage() {
      return { title: "桑梓", path: "/pages/home/home?path=" + encodeURIComponent(this.data.path) };
    },
  },
});
