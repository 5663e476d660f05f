package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.OrganizationRule;
import io.dodil.buildsecrets.resolve.CredentialResolution;
import io.dodil.buildsecrets.resolve.Origin;
import io.dodil.buildsecrets.resolve.Outline;
import io.dodil.buildsecrets.resolve.Resolution;
import io.dodil.buildsecrets.resolve.Resolver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes plans. Pure: the same facts, the same plan.
public final class Planner {

  private final Optional<Settings> settings;
  private final Resolver resolver;
  private final long limit;

  /// With the operator's configuration, if the caller has it; else with its defaults.
  public Planner(Optional<Settings> settings) {
    this.settings = settings;
    this.limit = settings.map(Settings::calls).orElseGet(CallSettings::defaults).maxPayload();
    Optional<LabelSelector> allowed = settings.flatMap(Settings::secretSelector);
    this.resolver = new Resolver(allowed, limit);
  }

  /// What the token endpoint would be asked with; empty when that is not known.
  public Optional<Credential> credential(Facts facts) {
    var found = resolver.credential(facts.resource().spec().auth(), facts.secrets().byName());
    return found instanceof CredentialResolution.Resolved(var credential)
        ? Optional.of(credential)
        : Optional.empty();
  }

  public Plan plan(Facts facts, Instant now) {
    var spec = facts.resource().spec();
    var secrets = facts.secrets();
    var resolution = resolver.resolve(spec, secrets.byName());
    var credential = resolver.credential(spec.auth(), secrets.byName());
    var proof = Proof.of(facts, credential, rule(facts.resource()), now);
    var obstacles = new Obstacles(settings, facts, now);
    obstacles.configuration();
    var outline = resolver.outline(spec, secrets.byName());
    obstacles.problems(resolution, credential, outline.names());
    proof.failure().ifPresent(obstacles::failure);
    var whole =
        Optional.of(resolution)
            .filter(_ -> secrets.unread().isEmpty())
            .filter(Resolution.Resolved.class::isInstance)
            .map(Resolution.Resolved.class::cast);
    return new Plan(
        facts.resource().id(),
        spec.endpoint(),
        spec.organization(),
        DisplayText.outline(outline),
        Origin.of(spec.auth()),
        Size.of(whole.map(r -> (long) r.body().size()), limit),
        obstacles.all(),
        Gaps.of(facts),
        Gaps.unchecked(facts, settings, proof),
        proof.sentence(),
        History.of(facts, lastSave(facts.resource()), whole.map(r -> r.payload().counts())),
        secrets.fromFile(),
        secrets.encrypted(),
        notes(outline));
  }

  private static List<String> notes(Outline outline) {
    return DisplayText.outline(outline).registries().keySet().stream()
        .filter(name -> name.contains("*"))
        .map(
            ("registry %s is sent as written: builds look for exact names and match no"
                    + " wildcards")
                ::formatted)
        .toList();
  }

  /// Without the operator's configuration its defaults are assumed.
  private OrganizationRule rule(Resource resource) {
    return settings
        .map(resource::organizationRule)
        .orElseGet(() -> new OrganizationRule(true, false, Optional.empty()));
  }

  /// To where the spec goes; without configuration the endpoint's name has to do.
  private Optional<LastSave> lastSave(Resource resource) {
    var spec = resource.spec();
    return settings
        .flatMap(s -> s.endpoint(spec.endpoint()))
        .map(e -> resource.lastSaveTo(e.target(spec.organization())))
        .orElseGet(
            () ->
                resource
                    .lastSave()
                    .filter(s -> s.endpoint().equals(spec.endpoint()))
                    .filter(s -> s.organization().equals(spec.organization())));
  }
}
