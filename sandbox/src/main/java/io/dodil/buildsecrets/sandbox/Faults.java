package io.dodil.buildsecrets.sandbox;

/// The faults in force. A call meets the first one that concerns it, no other.
public final class Faults {

  private final FaultQueue<Fault> save = new FaultQueue<>();
  private final FaultQueue<TokenFault> token = new FaultQueue<>();

  Faults(FaultPlan plan) {
    add(plan);
  }

  /// Every save call, until [#clear()].
  public void save(Fault fault) {
    save.add(PlannedFault.always(fault));
  }

  /// The next save calls.
  public void save(Fault fault, int times) {
    save.add(PlannedFault.always(fault).times(times));
  }

  public void save(PlannedFault<Fault> fault) {
    save.add(fault);
  }

  /// Every token call, until [#clear()].
  public void token(TokenFault fault) {
    token.add(PlannedFault.always(fault));
  }

  /// The next token calls.
  public void token(TokenFault fault, int times) {
    token.add(PlannedFault.always(fault).times(times));
  }

  public void token(PlannedFault<TokenFault> fault) {
    token.add(fault);
  }

  public void add(FaultPlan plan) {
    plan.save().forEach(save::add);
    plan.token().forEach(token::add);
  }

  /// What is left of them.
  public FaultPlan planned() {
    return new FaultPlan(save.all(), token.all());
  }

  public void clear() {
    save.clear();
    token.clear();
  }

  /// Those that name this organization.
  public void clear(String organization) {
    save.clear(organization);
    token.clear(organization);
  }

  FaultQueue<Fault> ofSave() {
    return save;
  }

  FaultQueue<TokenFault> ofToken() {
    return token;
  }
}
