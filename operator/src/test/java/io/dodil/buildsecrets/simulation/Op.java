package io.dodil.buildsecrets.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// One operation of a program. What it does follows from its numbers and the state it meets, and
/// from nothing else: so a program stays one when others are left out.
///
/// @param salt of all that is left to chance while it runs
record Op(Kind kind, int a, int b, long salt) {

  /// What can happen, and how often.
  enum Kind {
    ROTATE(26),
    REVERT(10),
    SECRET_SET(12),
    SECRET_TOUCH(3),
    SECRET_DELETE(4),
    SECRET_LABEL(2),
    CREATE(9),
    EDIT(8),
    MOVE(8),
    DELETE(3),
    RECREATE(3),
    TERMINATE(1),
    SUSPEND(3),
    RESUME(4),
    REQUEST(4),
    SENDER_LEAVES(5),
    /// a resource that can't save and is patched all the time
    SQUAT(6),
    ACCOUNT_ROTATE(2),
    ACCOUNT_DISABLE(1),
    ACCOUNT_ENABLE(3),
    ACCOUNT_MOVE(3),
    ACCOUNT_RETURN(3),
    ACCOUNT_PERMIT(1),
    ACCOUNT_LIFE(1),
    PASS_A_MOMENT(20),
    PASS_SECONDS(10),
    PASS_MINUTES(4),
    PASS_HOURS(3),
    SET_CLOCK(2),
    FREEZE(4),
    THAW(5),
    RELIST(1),
    FAULTS(6),
    CLUSTER_DOWN(1),
    CLUSTER_UP(2),
    WRITES_LOST(2),
    WRITES_LATE(1),
    WRITES_MADE(3),
    /// ports throw what they should not throw
    PORTS_FAIL(2),
    /// somebody else writes a status
    OVERWRITE_STATUS(2),
    STOP(4),
    CRASH(4),
    TAKE_OVER(2),
    STAND_BY(2),
    /// the process stands still for a moment
    PAUSE(1),
    /// it stands still until another one has taken over
    FREEZE_PROCESS(1),
    WAKE_PROCESS(2),
    LEASE_LAPSES(1),
    LEASE_RENEWED(2);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  private static final List<Kind> LOTS = lots();

  private static List<Kind> lots() {
    var lots = new ArrayList<Kind>();
    for (var kind : Kind.values()) {
      for (int i = 0; i < kind.weight; i++) {
        lots.add(kind);
      }
    }
    return List.copyOf(lots);
  }

  /// Sequences in which much can go wrong, and which chance alone hardly draws.
  private static final List<List<Kind>> MOTIFS =
      List.of(
          // a resync is cut off at the end of a process, and the watch shows that late
          List.of(
              Kind.PASS_HOURS,
              Kind.FREEZE,
              Kind.FAULTS,
              Kind.STOP,
              Kind.ROTATE,
              Kind.PASS_A_MOMENT,
              Kind.PASS_SECONDS,
              Kind.THAW),
          // an optional Secret comes and goes while the leader changes
          List.of(Kind.SECRET_SET, Kind.TAKE_OVER, Kind.SECRET_DELETE, Kind.REVERT, Kind.CRASH),
          List.of(Kind.ROTATE, Kind.RECREATE, Kind.PASS_A_MOMENT, Kind.RECREATE, Kind.MOVE),
          List.of(Kind.ROTATE, Kind.FREEZE_PROCESS, Kind.ROTATE, Kind.WAKE_PROCESS, Kind.REVERT),
          // what the process before left in doubt is known from its status alone
          List.of(Kind.FAULTS, Kind.ROTATE, Kind.STAND_BY, Kind.STOP, Kind.REVERT, Kind.THAW),
          List.of(Kind.OVERWRITE_STATUS, Kind.CRASH, Kind.PASS_SECONDS, Kind.OVERWRITE_STATUS));

  static List<Op> program(long seed, int length) {
    var random = new SplittableRandom(seed);
    var ops = new ArrayList<Op>();
    while (ops.size() < length) {
      var kinds =
          random.nextInt(60) == 0
              ? MOTIFS.get(random.nextInt(MOTIFS.size()))
              : List.of(LOTS.get(random.nextInt(LOTS.size())));
      for (var kind : kinds) {
        ops.add(op(kind, random));
      }
    }
    return List.copyOf(ops.subList(0, length));
  }

  private static Op op(Kind kind, SplittableRandom random) {
    return new Op(kind, random.nextInt(1 << 20), random.nextInt(1 << 20), random.nextLong());
  }
}
