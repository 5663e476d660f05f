package io.dodil.buildsecrets.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The planned faults of one endpoint, oldest first.
final class FaultQueue<F extends TokenFault> {

  private final List<PlannedFault<F>> planned = new ArrayList<>();

  synchronized void add(PlannedFault<F> fault) {
    planned.add(fault);
  }

  /// The first one that concerns a caller of this organization, used up once.
  synchronized Optional<F> take(String organization) {
    for (int i = 0; i < planned.size(); i++) {
      var next = planned.get(i);
      if (next.concerns(organization)) {
        use(i, next);
        return Optional.of(next.fault());
      }
    }
    return Optional.empty();
  }

  private void use(int index, PlannedFault<F> fault) {
    var times = fault.times();
    if (times == null) {
      return;
    }
    if (times == 1) {
      planned.remove(index);
    } else {
      planned.set(index, fault.times(times - 1));
    }
  }

  synchronized List<PlannedFault<F>> all() {
    return List.copyOf(planned);
  }

  synchronized void clear() {
    planned.clear();
  }

  synchronized void clear(String organization) {
    planned.removeIf(fault -> organization.equals(fault.organization()));
  }
}
