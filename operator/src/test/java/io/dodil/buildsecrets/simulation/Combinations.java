package io.dodil.buildsecrets.simulation;

import static io.dodil.buildsecrets.simulation.Combinations.Mark.CLOCK_SET;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.FOREIGN_STATUS;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.FORMER_LEADER_WAKES;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.LATE_REQUEST;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.LATE_STATUS;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.PORT_THROWS;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.RECREATED_IN_FLIGHT;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.SAVE_BY_A_STALE_WATCH;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.SAVE_OF_THE_SAME;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.SAVE_WITH_AN_OPTIONAL_SECRET;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.STANDBY_LEADS;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.STOP;
import static io.dodil.buildsecrets.simulation.Combinations.Mark.TAKEOVER;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what came together: each pair of different kinds of operations, and named combinations of
/// what really happened.
final class Combinations {

  /// Operations that are not further apart are together.
  private static final int PAIR_WITHIN = 8;

  private static final int ALL_WITHIN = 15;

  /// Something that happened, whatever operation led to it.
  enum Mark {
    STOP,
    TAKEOVER,
    STANDBY_LEADS,
    FORMER_LEADER_WAKES,
    RECREATED_IN_FLIGHT,
    CLOCK_SET,
    FOREIGN_STATUS,
    PORT_THROWS,
    LATE_REQUEST,
    LATE_STATUS,
    SAVE_BY_A_STALE_WATCH,
    SAVE_WITH_AN_OPTIONAL_SECRET,
    /// a resync or a confirming save
    SAVE_OF_THE_SAME
  }

  private static final Map<String, EnumSet<Mark>> NAMED = new LinkedHashMap<>();

  static {
    NAMED.put(
        "save of the same x stop x stale watch x late request",
        EnumSet.of(SAVE_OF_THE_SAME, STOP, SAVE_BY_A_STALE_WATCH, LATE_REQUEST));
    NAMED.put(
        "takeover x optional Secret x late request",
        EnumSet.of(TAKEOVER, SAVE_WITH_AN_OPTIONAL_SECRET, LATE_REQUEST));
    NAMED.put("stop x standby x late request", EnumSet.of(STOP, STANDBY_LEADS, LATE_REQUEST));
    NAMED.put(
        "recreated in flight x stale watch",
        EnumSet.of(RECREATED_IN_FLIGHT, SAVE_BY_A_STALE_WATCH));
    NAMED.put("recreated in flight x late status", EnumSet.of(RECREATED_IN_FLIGHT, LATE_STATUS));
    NAMED.put("former leader wakes x late request", EnumSet.of(FORMER_LEADER_WAKES, LATE_REQUEST));
    NAMED.put("late status x takeover", EnumSet.of(LATE_STATUS, TAKEOVER));
    NAMED.put("foreign status x takeover", EnumSet.of(FOREIGN_STATUS, TAKEOVER));
    NAMED.put("clock set x save of the same", EnumSet.of(CLOCK_SET, SAVE_OF_THE_SAME));
    NAMED.put("port throws x stop", EnumSet.of(PORT_THROWS, STOP));
    NAMED.put("port throws x takeover", EnumSet.of(PORT_THROWS, TAKEOVER));
  }

  private final Map<String, Integer> pairs = new TreeMap<>();
  private final Map<String, Integer> named = new LinkedHashMap<>();

  Combinations() {
    for (var a : Op.Kind.values()) {
      for (var b : Op.Kind.values()) {
        if (a != b) {
          pairs.put(pair(a, b), 0);
        }
      }
    }
  }

  private static String pair(Op.Kind a, Op.Kind b) {
    return a.compareTo(b) <= 0 ? a + " x " + b : b + " x " + a;
  }

  void count(Trace trace) {
    var kinds = trace.kinds();
    for (int i = 0; i < kinds.size(); i++) {
      for (int j = i + 1; j < kinds.size() && j <= i + PAIR_WITHIN; j++) {
        if (kinds.get(i) != kinds.get(j)) {
          pairs.merge(pair(kinds.get(i), kinds.get(j)), 1, Integer::sum);
        }
      }
    }
    NAMED.forEach((name, marks) -> named.merge(name, together(trace, marks), Integer::sum));
  }

  /// How often the first of them happened with all others near it.
  private static int together(Trace trace, EnumSet<Mark> marks) {
    var first = marks.iterator().next();
    return (int)
        trace.times(first).stream()
            .filter(at -> marks.stream().allMatch(mark -> isNear(at, trace.times(mark))))
            .count();
  }

  private static boolean isNear(int at, List<Integer> times) {
    return times.stream().anyMatch(other -> Math.abs(other - at) <= ALL_WITHIN);
  }

  /// `KIND x KIND` -> how often
  Map<String, Integer> pairs() {
    return pairs;
  }

  Map<String, Integer> named() {
    return named;
  }
}
