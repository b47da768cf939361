// The one thing an organisation sets: the address of its own Sangzi, registered as a business domain of the mini program.
module.exports = { site: "https://sangzi.example" };
