package io.dodil.buildsecrets.sandbox;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The faults of both endpoints, in the order in which they are tried.
public record FaultPlan(
    @Nullable List<PlannedFault<Fault>> save, @Nullable List<PlannedFault<TokenFault>> token) {

  public static final FaultPlan NONE = new FaultPlan(null, null);

  public FaultPlan {
    save = save == null ? List.of() : List.copyOf(save);
    token = token == null ? List.of() : List.copyOf(token);
  }

  @Override
  public List<PlannedFault<Fault>> save() {
    return save == null ? List.of() : save;
  }

  @Override
  public List<PlannedFault<TokenFault>> token() {
    return token == null ? List.of() : token;
  }
}
