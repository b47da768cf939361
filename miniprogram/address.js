// Which page of the site is shown. Nothing but the site's own pages ever is: a scanned code may come from anybody.

// The address of `path` on `site`. Throws where the path would lead elsewhere.
function addressOf(site, path) {
  if (!/^https:\/\/[^/?#@\s]+$/.test(site)) throw new Error("config.js: site is to be https:// and a host, no more");
  if (!/^\/(?![/\\])[^\s\\]*$/.test(path)) throw new Error("a page of the site begins with one slash");
  return site + path;
}

// The page that a scanned code or a shared card asks for; `home` where it asks for nothing of the site's.
function pathAsked(site, options, home) {
  const asked = decoded((options && (options.q || options.path)) || "");
  const path = asked.startsWith(site + "/") ? asked.slice(site.length) : asked;
  try {
    addressOf(site, path);
  } catch (_refused) {
    return home;
  }
  return path;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (_broken) {
    return "";
  }
}

module.exports = { addressOf, pathAsked };
