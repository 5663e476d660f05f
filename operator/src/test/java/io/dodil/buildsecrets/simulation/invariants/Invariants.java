package io.dodil.buildsecrets.simulation.invariants;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.simulation.world.Call;
import io.dodil.buildsecrets.simulation.world.ObservedProcess;
import io.dodil.buildsecrets.simulation.world.Pass;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.World;
import io.dodil.buildsecrets.sync.SaveAnswer;
import io.dodil.buildsecrets.sync.SyncResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// All invariants of one process.
public final class Invariants implements Invariant {

  private final Facts facts;
  private final List<Invariant> all;

  public Invariants(World world, ObservedProcess process) {
    this.facts = new Facts(world, process);
    this.all =
        List.of(
            new OnePutPerTargetAtATime(),
            new OnlyTokensOfTheOrganizationAreUsed(facts),
            new OnlyWhatTheOwnerWantsIsSent(facts),
            new RetryAfterIsHonoured(),
            new OnlyTheProvenOwnerSaves(facts),
            new EachNamespaceDelaysByOneAttempt(facts),
            new EntriesDoNotDisappearWithoutGrace(facts),
            new TheSameIsNotSavedAgainWithoutAReason(facts),
            new TheSameIsNotTriedAgainAtOnce(facts),
            new NothingIsReadWhenNothingChanged(facts),
            new WhatIsNewIsLookedAt(facts),
            new EachResourceHasANextTime(facts),
            new EachStatusFollowsTheRules(facts),
            new OneReconciliationOfANameAtATime(),
            new StatusesAreNotWrittenToNamesakes(facts),
            new AForeignStatusIsReplaced(facts),
            new ReadyMeansItIsHeld(facts),
            new AtRestEachStatusIsOfItsResource(facts),
            new AtRestReadyIsTrue(facts),
            new AtRestTheReasonIsTrue(facts),
            new AtRestTimersAreArmed(facts));
  }

  private void tell(Consumer<Invariant> what) {
    what.accept(facts);
    all.forEach(what);
  }

  @Override
  public void takesOver() {
    tell(Invariant::takesOver);
  }

  @Override
  public void asksForOwner(Pass pass) {
    tell(i -> i.asksForOwner(pass));
  }

  @Override
  public void worldChanges(Pass pass) {
    tell(i -> i.worldChanges(pass));
  }

  @Override
  public void reads(Pass pass) {
    tell(i -> i.reads(pass));
  }

  @Override
  public void tokenCallStarts(Pass pass) {
    tell(i -> i.tokenCallStarts(pass));
  }

  @Override
  public void tokenCallEnds(Pass pass, Duration took, Optional<Duration> retryAfter) {
    tell(i -> i.tokenCallEnds(pass, took, retryAfter));
  }

  /// They judge it by what was before.
  @Override
  public void putStarts(Call call) {
    all.forEach(i -> i.putStarts(call));
    facts.putStarts(call);
  }

  @Override
  public void putEnds(Call call, SaveAnswer answer) {
    tell(i -> i.putEnds(call, answer));
  }

  @Override
  public void concludes(Pass pass, SyncResult result, BuildSecretsStatus after) {
    tell(i -> i.concludes(pass, result, after));
  }

  @Override
  public void writes(Pass pass) {
    tell(i -> i.writes(pass));
  }

  @Override
  public void passEnds(Pass pass) {
    tell(i -> i.passEnds(pass));
  }

  @Override
  public void nothingIsLeftToNotice(Res resource) {
    tell(i -> i.nothingIsLeftToNotice(resource));
  }

  @Override
  public void atRest(Res resource) {
    tell(i -> i.atRest(resource));
  }
}
