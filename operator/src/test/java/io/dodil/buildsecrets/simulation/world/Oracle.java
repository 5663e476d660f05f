package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.simulation.world.Want.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is right, from the resources and Secrets that there are. Simple, and independent of the
/// code that it judges.
public final class Oracle {

  private Oracle() {}

  /// How many entries each group has.
  public record Entries(int registries, int git, int arguments) {

    public boolean isAnyBelow(LastSave save) {
      return registries < save.registries()
          || git < save.gitCredentials()
          || arguments < save.buildSecrets();
    }

    public boolean isOf(LastSave save) {
      return registries == save.registries()
          && git == save.gitCredentials()
          && arguments == save.buildSecrets();
    }
  }

  /// The request body that the resource stands for; empty when there is a problem anywhere.
  public static Optional<String> payload(Res resource, Map<String, Sec> secrets, Config config) {
    boolean usable =
        resource.want().parts().stream()
            .allMatch(part -> isUsable(part, secret(resource, part.secret, secrets)));
    boolean allowed =
        !config.selects()
            || resource.secrets().stream()
                .map(path -> Optional.ofNullable(secrets.get(path)))
                .allMatch(s -> s.isEmpty() || s.get().isLabelled());
    return usable && allowed ? json(resource, secrets) : Optional.empty();
  }

  private static Optional<Sec> secret(Res resource, String name, Map<String, Sec> secrets) {
    return Optional.ofNullable(secrets.get(resource.namespace() + "/" + name));
  }

  private static boolean isUsable(Part part, Optional<Sec> secret) {
    return switch (part) {
      case NPM, NPM_AGAIN -> secret.filter(s -> s.has("token")).isPresent();
      case PIP -> true;
      case ARGS -> secret.filter(s -> !s.data().isEmpty() && !s.has("1st")).isPresent();
      case GIT ->
          secret
              .filter(s -> !s.value("username").isEmpty() && !s.value("password").isEmpty())
              .isPresent();
      case REGISTRIES -> secret.filter(s -> !s.registries().isEmpty()).isPresent();
    };
  }

  private static Map<String, String> arguments(Res resource, Map<String, Sec> secrets) {
    var arguments = new TreeMap<String, String>();
    for (var part : resource.want().parts()) {
      var secret = secret(resource, part.secret, secrets);
      switch (part) {
        case NPM -> secret.ifPresent(s -> arguments.put("NPM", s.value("token")));
        case NPM_AGAIN -> secret.ifPresent(s -> arguments.put("NPM2", s.value("token")));
        case PIP ->
            secret
                .filter(s -> s.has("token"))
                .ifPresent(s -> arguments.put("PIP", s.value("token")));
        case ARGS -> secret.ifPresent(s -> arguments.putAll(s.data()));
        case GIT, REGISTRIES -> {}
      }
    }
    return arguments;
  }

  private static Map<String, String> registries(Res resource, Map<String, Sec> secrets) {
    return resource.want().has(Part.REGISTRIES)
        ? secret(resource, Part.REGISTRIES.secret, secrets).map(Sec::registries).orElse(Map.of())
        : Map.of();
  }

  private static Map<String, String> git(Res resource, Map<String, Sec> secrets) {
    return resource.want().has(Part.GIT)
        ? secret(resource, Part.GIT.secret, secrets)
            .map(s -> Map.of("username", s.value("username"), "password", s.value("password")))
            .orElse(Map.of())
        : Map.of();
  }

  private static Optional<String> json(Res resource, Map<String, Sec> secrets) {
    var groups =
        Stream.of(
                group("buildSecrets", arguments(resource, secrets)),
                group("gitCredentials", git(resource, secrets)),
                group("registryCredentials", registries(resource, secrets)))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(","));
    return groups.isEmpty() ? Optional.empty() : Optional.of("{" + groups + "}");
  }

  private static Optional<String> group(String name, Map<String, String> entries) {
    var text =
        new TreeMap<>(entries)
            .entrySet().stream()
                .map(e -> "\"%s\":\"%s\"".formatted(e.getKey(), e.getValue()))
                .collect(Collectors.joining(","));
    return text.isEmpty() ? Optional.empty() : Optional.of("\"" + name + "\":{" + text + "}");
  }

  /// Entries of each group of the body.
  public static Entries counts(Res resource, Map<String, Sec> secrets) {
    return new Entries(
        registries(resource, secrets).size(),
        resource.want().has(Part.GIT) ? 1 : 0,
        arguments(resource, secrets).size());
  }

  /// What the resource's credential is, as [Idp.Token#credential] has it.
  public static Optional<String> credential(Res resource, Map<String, Sec> secrets) {
    return secret(resource, resource.want().auth(), secrets)
        .map(secret -> credential(resource.want(), secret));
  }

  public static String credential(Want want, Sec secret) {
    return want.isStatic()
        ? secret.value("token")
        : secret.value(want.idKey()) + "/" + secret.value(want.secretKey());
  }

  /// Whether the identity provider and the API take the resource's credential for its organization.
  public static boolean hasGoodCredential(Res r, World world, Config config) {
    var secret = secret(r, r.want().auth(), world.cluster().secrets);
    if (r.want().isStatic()) {
      return secret
          .flatMap(s -> world.idp().token(s.value("token")))
          .filter(t -> t.isGood(world.monotonic()))
          .filter(t -> isOf(t.account(), t.organizations(), t.id(), r, config))
          .isPresent();
    }
    return secret
        .flatMap(s -> world.idp().login(s.value(r.want().idKey()), s.value(r.want().secretKey())))
        .filter(a -> isOf(a, a.organizations, a.organizationId(), r, config))
        .isPresent();
  }

  private static boolean isOf(
      Idp.Account account, List<String> organizations, Optional<String> id, Res r, Config config) {
    return account.permitted
        && organizations.equals(List.of(r.want().organization()))
        && !account.contradicts()
        && (!account.isOpaque() || config.takesUnnamed(r))
        && (config.id(r).isEmpty() || config.id(r).equals(id));
  }
}
