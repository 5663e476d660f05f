package io.dodil.buildsecrets.sandbox;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A fault, how often it happens and to whom.
///
/// @param times absent: until it is removed
/// @param organization absent: to every call; else only to calls of this organization
public record PlannedFault<F extends TokenFault>(
    F fault, @Nullable Integer times, @Nullable String organization) {

  public PlannedFault {
    Objects.requireNonNull(fault, "a fault");
    if (times != null && times < 1) {
      throw new IllegalArgumentException("times must be at least 1");
    }
  }

  public static <F extends TokenFault> PlannedFault<F> always(F fault) {
    return new PlannedFault<>(fault, null, null);
  }

  public static <F extends TokenFault> PlannedFault<F> once(F fault) {
    return always(fault).times(1);
  }

  public PlannedFault<F> times(int count) {
    return new PlannedFault<>(fault, count, organization);
  }

  public PlannedFault<F> organization(String name) {
    return new PlannedFault<>(fault, times, name);
  }

  boolean concerns(String caller) {
    return organization == null || organization.equals(caller);
  }
}
