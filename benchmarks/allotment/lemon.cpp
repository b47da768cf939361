// One min-cost flow by LEMON's network simplex: reads int64 arrays as peer_lemon.py writes them, writes the flows,
// prints the status and the seconds that the solver ran.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using Whole = std::int64_t;
using Graph = lemon::StaticDigraph;
using Simplex = lemon::NetworkSimplex<Graph, Whole, Whole>;

static std::vector<Whole> taken(std::FILE* file, Whole count) {
  std::vector<Whole> found(count);
  if (std::fread(found.data(), sizeof(Whole), count, file) != static_cast<std::size_t>(count)) std::exit(3);
  return found;
}

int main(int, char** named) {
  std::FILE* file = std::fopen(named[1], "rb");
  const auto sizes = taken(file, 2);
  const Whole nodes = sizes[0], arcs = sizes[1];
  const auto tail = taken(file, arcs), head = taken(file, arcs), lower = taken(file, arcs);
  const auto upper = taken(file, arcs), cost = taken(file, arcs), supply = taken(file, nodes);
  std::fclose(file);

  // StaticDigraph wants its arcs sorted by tail.
  std::vector<Whole> begin(nodes + 1, 0), place(arcs);
  for (Whole arc = 0; arc < arcs; ++arc) ++begin[tail[arc] + 1];
  for (Whole node = 0; node < nodes; ++node) begin[node + 1] += begin[node];
  std::vector<std::pair<int, int>> ends(arcs);
  for (Whole arc = 0; arc < arcs; ++arc) {
    place[arc] = begin[tail[arc]]++;
    ends[place[arc]] = {static_cast<int>(tail[arc]), static_cast<int>(head[arc])};
  }
  Graph graph;
  graph.build(nodes, ends.begin(), ends.end());

  Graph::ArcMap<Whole> least(graph), most(graph), price(graph);
  Graph::NodeMap<Whole> sends(graph);
  for (Whole arc = 0; arc < arcs; ++arc) {
    const auto at = graph.arc(static_cast<int>(place[arc]));
    least[at] = lower[arc];
    most[at] = upper[arc];
    price[at] = cost[arc];
  }
  for (Whole node = 0; node < nodes; ++node) sends[graph.node(static_cast<int>(node))] = supply[node];

  Simplex simplex(graph);
  simplex.lowerMap(least).upperMap(most).costMap(price).supplyMap(sends);
  const std::clock_t began = std::clock();
  const auto status = simplex.run();
  const double ran = static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
  std::printf("%s %.6f\n", status == Simplex::OPTIMAL ? "optimal" : "infeasible", ran);

  std::vector<Whole> flow(arcs);
  if (status == Simplex::OPTIMAL)
    for (Whole arc = 0; arc < arcs; ++arc) flow[arc] = simplex.flow(graph.arc(static_cast<int>(place[arc])));
  std::FILE* out = std::fopen(named[2], "wb");
  std::fwrite(flow.data(), sizeof(Whole), arcs, out);
  std::fclose(out);
}
