// The pages of the mini program in its simulator.
const assert = require("node:assert");
const path = require("node:path");
const { test } = require("node:test");
const { JSDOM } = require("jsdom");

const dom = new JSDOM("<!doctype html><body></body>");
for (const name of ["window", "document", "HTMLElement", "Element", "Node", "Event", "CustomEvent", "MutationObserver"]) {
  globalThis[name] = name === "window" ? dom.window : dom.window[name];
}
const simulate = require("miniprogram-simulate");
const { addressOf, pathAsked } = require("../address");

const root = path.join(__dirname, "..");
const site = "https://sangzi.example";

function opened(name, options) {
  const id = simulate.load(path.join(root, `pages/${name}/${name}`), "main", { rootPath: root });
  const page = simulate.render(id);
  page.attach(document.body);
  page.instance.onLoad(options);
  return page;
}

function shown(page) {
  return page.querySelector("#face").instance.data.src;
}

for (const [name, home] of [["home", "/"], ["return", "/return/"], ["me", "/me/"]]) {
  test(`the page ${name} opens ${home}`, () => {
    assert.strictEqual(shown(opened(name, {})), site + home);
  });
}

test("a scanned code opens its own page", () => {
  assert.strictEqual(shown(opened("me", { q: encodeURIComponent(`${site}/me/attend/abc/`) })), `${site}/me/attend/abc/`);
});

test("a code of another site opens the home page instead", () => {
  assert.strictEqual(shown(opened("me", { q: encodeURIComponent("https://elsewhere.example/me/") })), `${site}/me/`);
});

test("a page that does not come can be tried again", async () => {
  const face = opened("home", {}).querySelector("#face");
  face.instance.fail();
  await simulate.sleep(10);
  assert.match(face.dom.textContent, /重试/);
  face.querySelector(".again").dispatchEvent("tap");
  await simulate.sleep(10);
  assert.strictEqual(face.instance.data.failed, false);
});

test("a shared card leads to the page that was shared", () => {
  const page = opened("home", { path: "/rounds/7/" });
  assert.strictEqual(page.instance.onShareAppMessage().path, "/pages/home/home?path=%2Frounds%2F7%2F");
});

for (const path of ["//elsewhere.example", "/\\elsewhere.example", "https://elsewhere.example/", "me/", ""]) {
  test(`${JSON.stringify(path)} is no page of the site`, () => {
    assert.throws(() => addressOf(site, path));
    assert.strictEqual(pathAsked(site, { path }, "/"), "/");
  });
}

test("a site without https is refused", () => {
  assert.throws(() => addressOf("http://sangzi.example", "/"));
});
