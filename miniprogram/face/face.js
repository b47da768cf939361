// One page of the site inside the mini program, and what to say when it does not come.
const { addressOf } = require("../address");
const { site } = require("../config");

Component({
  properties: { path: String },
  data: { src: "", failed: false },
  observers: {
    path(path) {
      if (path) this.setData({ src: addressOf(site, path), failed: false });
    },
  },
  methods: {
    fail() {
      this.setData({ failed: true });
    },
    again() {
      this.setData({ failed: false, src: addressOf(site, this.data.path) });
    },
  },
});
