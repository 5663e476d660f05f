package io.dodil.buildsecrets.e2e.faults;

import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.util.List;

/// A row of the table of faults: what the other side does, what the status says, what comes next.
///
/// @param calls how many calls meet the fault before the status is written
/// @param reason of Ready; empty: it stays True
record FaultRow(String what, TokenFault fault, int calls, String reason, Next next) {

  /// What happens after the failure.
  enum Next {
    /// reconciling, and saved by itself when the fault is gone
    RECOVERS,
    /// stalled after one call, and saved when somebody asks for it
    STALLS,
    /// nothing went wrong
    SAVED
  }

  static FaultRow fault(TokenFault fault, String reason, Next next) {
    return new FaultRow(fault.type(), fault, 1, reason, next);
  }

  static FaultRow status(int status, String reason, Next next) {
    return fault(new Fault.Respond(status), reason, next).called(Integer.toString(status));
  }

  static FaultRow saved(TokenFault fault) {
    return fault(fault, "", Next.SAVED);
  }

  FaultRow called(String name) {
    return new FaultRow(name, fault, calls, reason, next);
  }

  FaultRow metBy(int count) {
    return new FaultRow(what, fault, count, reason, next);
  }

  /// What the status says, one after the other.
  List<String> story() {
    return switch (next) {
      case RECOVERS -> List.of(reason + " Reconciling", "Succeeded");
      case STALLS -> List.of(reason + " Stalled", "Succeeded");
      case SAVED -> List.of("Succeeded");
    };
  }

  /// How many calls there are until the set is saved.
  int callsUntilSaved() {
    return next == Next.SAVED ? calls : calls + 1;
  }

  @Override
  public String toString() {
    return reason.isEmpty() ? what + " -> saved" : what + " -> " + reason;
  }
}
