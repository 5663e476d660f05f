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
    PASS_HOURS(1),
    SET_CLOCK(1),
    FREEZE(4),
    THAW(5),
    RELIST(1),
    FAULTS(6),
    CLUSTER_DOWN(1),
    CLUSTER_UP(2),
    WRITES_LOST(2),
    WRITES_MADE(3),
    STOP(3),
    CRASH(4),
    TAKE_OVER(2);

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

  static List<Op> program(long seed, int length) {
    var random = new SplittableRandom(seed);
    var ops = new ArrayList<Op>();
    for (int i = 0; i < length; i++) {
      ops.add(
          new Op(
              LOTS.get(random.nextInt(LOTS.size())),
              random.nextInt(1 << 20),
              random.nextInt(1 << 20),
              random.nextLong()));
    }
    return ops;
  }
}
