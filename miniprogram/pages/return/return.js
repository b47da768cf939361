const { pathAsked } = require("../../address");
const { site } = require("../../config");

Component({
  data: { path: "" },
  methods: {
    onLoad(options) {
      this.setData({ path: pathAsked(site, options, "/return/") });
    },
    onShareAppMessage() {
      return { title: "桑梓", path: "/pages/return/return?path=" + encodeURIComponent(this.data.path) };
    },
  },
});
