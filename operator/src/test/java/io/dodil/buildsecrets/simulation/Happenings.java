package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.simulation.world.Cluster;
import io.dodil.buildsecrets.simulation.world.Config;
import io.dodil.buildsecrets.simulation.world.Idp;
import io.dodil.buildsecrets.simulation.world.Res;
import io.dodil.buildsecrets.simulation.world.Sec;
import io.dodil.buildsecrets.simulation.world.Want;
import io.dodil.buildsecrets.simulation.world.Want.Part;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/// What each operation does to the world.
final class Happenings {

  private static final List<String> NAMESPACES = List.of("ci", "ops");
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> ENDPOINTS = List.of("staging", "staging", "alias", "prod");
  private static final List<String> ORGANIZATIONS = List.of("acme", "acme", "beta");
  private static final List<String> SECRETS =
      List.of(
          "npm",
          "npm",
          "npm",
          "pip",
          "pip",
          "args",
          "args",
          "git",
          "hub",
          "accounts",
          "auth-twisted",
          "token-opaque",
          "auth-acme",
          "auth-beta",
          "auth-multi",
          "auth-opaque",
          "token-acme",
          "token-beta");

  private final Simulation world;
  private final Cluster cluster;

  Happenings(Simulation world) {
    this.world = world;
    this.cluster = world.cluster;
  }

  /// Before the first process.
  void begin() {
    for (var namespace : NAMESPACES) {
      for (var secret : Set.copyOf(SECRETS).stream().sorted().toList()) {
        cluster.putSecret(namespace + "/" + secret, usual(secret));
      }
    }
    create("ci/a", want(0, 0, EnumSet.of(Part.NPM, Part.PIP)));
    create("ci/b", want(0, 0, EnumSet.of(Part.ARGS)));
    create("ops/a", want(0, 2, EnumSet.of(Part.NPM, Part.GIT)));
  }

  void happen(Op op) {
    world.trace.add("%s %d %d".formatted(op.kind(), op.a(), op.b()));
    switch (op.kind()) {
      case ROTATE -> rotate(op);
      case REVERT -> inUse(op).flatMap(path -> cluster.former(path)).ifPresent(cluster::putSecret);
      case SECRET_SET -> setSecret(op);
      case SECRET_TOUCH -> secret(op).ifPresent(s -> cluster.putSecret(s.path(), s.data()));
      case SECRET_LABEL -> secret(op).ifPresent(s -> cluster.label(s, op.b() / 2 % 3 != 0));
      case SECRET_DELETE -> secret(op).ifPresent(s -> cluster.removeSecret(s.path()));
      case CREATE, EDIT, MOVE, DELETE, RECREATE, TERMINATE, SUSPEND, RESUME, REQUEST ->
          resource(op);
      case SENDER_LEAVES -> senderLeaves(op);
      case SQUAT -> squat(op);
      case ACCOUNT_ROTATE,
          ACCOUNT_DISABLE,
          ACCOUNT_ENABLE,
          ACCOUNT_MOVE,
          ACCOUNT_RETURN,
          ACCOUNT_PERMIT,
          ACCOUNT_LIFE ->
          account(op);
      case PASS_A_MOMENT -> world.advance(Duration.ofMillis(op.a() % 3000));
      case PASS_SECONDS -> world.advance(Duration.ofSeconds(op.a() % 25));
      case PASS_MINUTES -> world.advance(Duration.ofSeconds(op.a() % 1500));
      case PASS_HOURS -> world.advance(Duration.ofHours(op.a() % 30));
      case SET_CLOCK -> {
        world.trace.mark(Combinations.Mark.CLOCK_SET);
        world.clock.jump(Duration.ofSeconds(op.a() % 20_000 - 10_000));
      }
      case FREEZE,
          THAW,
          RELIST,
          CLUSTER_DOWN,
          CLUSTER_UP,
          FAULTS,
          WRITES_LOST,
          WRITES_LATE,
          WRITES_MADE,
          PORTS_FAIL ->
          trouble(op);
      case OVERWRITE_STATUS -> any(op).ifPresent(r -> overwriteStatus(op, r));
      case STOP,
          CRASH,
          TAKE_OVER,
          STAND_BY,
          PAUSE,
          FREEZE_PROCESS,
          WAKE_PROCESS,
          LEASE_LAPSES,
          LEASE_RENEWED ->
          process(op);
    }
  }

  // Secrets

  private String path(Op op) {
    return NAMESPACES.get(op.b() % 2) + "/" + SECRETS.get(op.a() % SECRETS.size());
  }

  private Optional<Sec> secret(Op op) {
    return Optional.ofNullable(cluster.secrets.get(path(op)));
  }

  private void setSecret(Op op) {
    var name = SECRETS.get(op.a() % SECRETS.size());
    int value = op.b() / 2 % 12;
    cluster.putSecret(
        path(op),
        switch (name) {
          case "npm", "pip" ->
              value == 0 ? Sec.content("other", "x") : Sec.content("token", "v" + value % 4);
          case "args" -> args(value);
          case "hub" -> hub(value);
          case "git" ->
              Sec.content("username", "bot", "password", value % 4 == 0 ? "" : "p" + value % 3);
          default -> value == 0 ? foreign(name) : usual(name);
        });
  }

  private void rotate(Op op) {
    int value = op.b() / 16;
    inUse(op)
        .ifPresent(
            path ->
                cluster.putSecret(
                    path,
                    switch (path.substring(path.indexOf('/') + 1)) {
                      case "args" -> args(5 + value % 2);
                      case "hub" -> hub(6 + value % 2);
                      case "git" -> Sec.content("username", "bot", "password", "p" + value % 3);
                      default -> Sec.content("token", "v" + value % 3);
                    }));
  }

  /// A Secret of the resource that is being saved, or was saved last; or else of any.
  private Optional<String> inUse(Op op) {
    return sender()
        .filter(_ -> op.a() % 3 != 0)
        .or(() -> any(op))
        .map(
            r -> {
              var parts = r.want().parts().stream().sorted().toList();
              return r.namespace() + "/" + parts.get(op.b() % parts.size()).secret;
            });
  }

  /// The resource that is worked on, or else the one that saved last.
  private Optional<Res> sender() {
    return world.tasks.stream()
        .reduce((_, last) -> last)
        .map(task -> task.pass.cached.path())
        .or(world.api::lastSender)
        .flatMap(path -> Optional.ofNullable(cluster.resources.get(path)));
  }

  private Optional<Res> any(Op op) {
    return cluster.resources.values().stream()
        .skip(op.a() % (cluster.resources.size() + 1))
        .findFirst();
  }

  /// Logins of bot, with the passwords p0 and so on.
  private static NavigableMap<String, String> hub(int value) {
    var login = List.of("Ym90OnAw", "Ym90OnAx", "Ym90OnAy").get(value % 3);
    return switch (value) {
      case 0 -> Sec.dockerConfig(login);
      case 1, 2 -> Sec.dockerConfig(login, "a.test");
      default -> Sec.dockerConfig(login, "a.test", "b.test");
    };
  }

  private static NavigableMap<String, String> args(int value) {
    return switch (value) {
      case 0 -> Sec.content();
      case 1 -> Sec.content("1st", "x", "A", "a");
      case 2, 3, 4 -> Sec.content("A", "a" + value % 2);
      default -> Sec.content("A", "a" + value % 2, "B", "b" + value % 2);
    };
  }

  private NavigableMap<String, String> usual(String name) {
    return switch (name) {
      case "npm", "pip" -> Sec.content("token", "v1");
      case "args" -> Sec.content("A", "a", "B", "b");
      case "git" -> Sec.content("username", "bot", "password", "p");
      case "hub" -> hub(3);
      case "accounts" -> accounts();
      default -> credential(name, name.substring(name.indexOf('-') + 1) + "-bot");
    };
  }

  /// The accounts of both organizations, each in keys of its own.
  private NavigableMap<String, String> accounts() {
    return Sec.content(
        "acme-id",
        "acme-bot",
        "acme-secret",
        world.idp.account("acme-bot").secret,
        "beta-id",
        "beta-bot",
        "beta-secret",
        world.idp.account("beta-bot").secret);
  }

  /// Of somebody else's organization.
  private NavigableMap<String, String> foreign(String name) {
    if (name.equals("accounts")) {
      return Sec.content("acme-id", "beta-bot", "acme-secret", "wrong");
    }
    return name.equals("auth-opaque")
        ? Sec.content("client-id", "opaque-bot", "client-secret", "wrong")
        : credential(name, name.endsWith("acme") ? "beta-bot" : "acme-bot");
  }

  private NavigableMap<String, String> credential(String name, String account) {
    var known = world.idp.account(account);
    return name.startsWith("token")
        ? Sec.content("token", world.idp.issueForGood(known))
        : Sec.content("client-id", account, "client-secret", known.secret);
  }

  // resources

  private static Want want(int endpoint, int organization, Set<Part> parts) {
    var named = ORGANIZATIONS.get(organization % ORGANIZATIONS.size());
    return new Want(
        ENDPOINTS.get(endpoint % ENDPOINTS.size()), named, "auth-" + named, "", parts, false);
  }

  private static Set<Part> parts(int number) {
    var parts = EnumSet.noneOf(Part.class);
    int bits = number;
    for (var part : Part.values()) {
      if ((bits & 1) == 1) {
        parts.add(part);
      }
      bits >>= 1;
    }
    return parts.isEmpty() ? EnumSet.of(Part.NPM) : parts;
  }

  private void resource(Op op) {
    var path = NAMESPACES.get(op.a() % 2) + "/" + NAMES.get(op.a() / 2 % NAMES.size());
    var old = Optional.ofNullable(cluster.resources.get(path));
    if (op.kind() == Op.Kind.CREATE && old.isEmpty()) {
      create(path, authentic(want(op.b() / 16, op.b() / 64, parts(op.b() % 64)), op.b() / 256));
    }
    old.ifPresent(r -> change(op, r));
  }

  private void change(Op op, Res old) {
    switch (op.kind()) {
      case EDIT -> edit(old, old.want().wanting(parts(op.b() % 64)));
      case MOVE -> edit(old, authentic(want(op.b(), op.b() / 4, old.want().parts()), op.b() / 16));
      case DELETE -> cluster.remove(old.path());
      case RECREATE -> {
        cluster.remove(old.path());
        create(old.path(), old.want());
      }
      case TERMINATE -> cluster.put(old.terminating());
      case SUSPEND -> edit(old, old.want().suspended(true));
      case RESUME -> edit(old, old.want().suspended(false));
      case REQUEST -> cluster.put(old.requesting("r" + cluster.next()));
      default -> {}
    }
  }

  private void edit(Res old, Want want) {
    if (!old.want().equals(want)) {
      cluster.put(old.with(want));
    }
  }

  private void create(String path, Want want) {
    var names = path.split("/", -1);
    var uid = "uid-" + cluster.next();
    cluster.put(new Res(names[0], names[1], uid, 1, world.wall(), false, "", want));
  }

  /// By one of several credentials; the one that can't be read is of organization acme.
  private static Want authentic(Want want, int number) {
    var own = want.organization();
    return switch (number % 12) {
      case 0, 1 -> want.with("token-" + own, "");
      case 2 -> want.with(own.equals("acme") ? "auth-opaque" : "auth-beta", "");
      case 3 -> want.with(number % 3 == 0 ? "auth-multi" : "auth-" + own, "");
      case 4, 5, 6 -> want.with("accounts", own);
      case 7 -> want.with("accounts", number % 5 == 0 ? "beta" : own);
      case 8 ->
          number % 3 == 0 && own.equals("acme")
              ? want.with(number % 2 == 0 ? "auth-twisted" : "token-opaque", "")
              : want;
      default -> want;
    };
  }

  private void overwriteStatus(Op op, Res resource) {
    world.trace.mark(Combinations.Mark.FOREIGN_STATUS);
    cluster.overwriteStatus(resource, op.b());
  }

  /// In the middle of its call, if there is one.
  private void senderLeaves(Op op) {
    if (world.tasks.isEmpty()) {
      return;
    }
    sender()
        .ifPresent(
            r -> {
              switch (op.a() % 5) {
                case 0 -> cluster.remove(r.path());
                case 1 -> edit(r, r.want().suspended(true));
                case 2 -> {
                  cluster.remove(r.path());
                  create(r.path(), want(op.b(), op.b() / 4, r.want().parts()));
                }
                default -> edit(r, want(op.b(), op.b() / 4, r.want().parts()));
              }
            });
    world.deliver();
  }

  /// It names an organization of others and a credential that does not exist, or one of another
  /// organization.
  private void squat(Op op) {
    var path = NAMESPACES.get(op.a() % 2) + "/z";
    var old = Optional.ofNullable(cluster.resources.get(path));
    var wanted = want(op.a() / 2, op.a() / 8, parts(op.b() % 64));
    var other = wanted.organization().equals("acme") ? "beta" : "acme";
    var auth = op.b() % 4 == 0 ? "auth-" + other : "nothing";
    var want = wanted.with(auth, "");
    if (old.isEmpty()) {
      create(path, want);
    } else if (op.a() % 16 == 0) {
      cluster.remove(path);
    } else {
      cluster.put(old.get().with(want));
    }
  }

  // the rest of the world

  private void account(Op op) {
    var account = world.idp.account(Idp.IDS.get(op.a() % Idp.IDS.size()));
    switch (op.kind()) {
      case ACCOUNT_ROTATE -> {
        account.secret = "s" + op.b() % 3;
        if (op.b() % 2 == 0) {
          world.idp.revoke(account);
        }
        if (op.b() % 5 != 0) {
          NAMESPACES.forEach(n -> renew(n, account));
        }
      }
      case ACCOUNT_DISABLE -> account.enabled = false;
      case ACCOUNT_ENABLE -> world.idp.accounts.values().forEach(a -> a.enabled = true);
      case ACCOUNT_MOVE -> move(account, account.id.startsWith("acme") ? "beta" : "acme");
      case ACCOUNT_RETURN -> {
        move(world.idp.account("acme-bot"), "acme");
        move(world.idp.account("beta-bot"), "beta");
      }
      case ACCOUNT_PERMIT -> account.permitted = op.b() % 3 != 0;
      case ACCOUNT_LIFE ->
          account.life =
              op.b() % 3 == 0
                  ? Optional.empty()
                  : Optional.of(Duration.ofSeconds(5 + op.b() % 600));
      default -> {}
    }
  }

  private void renew(String namespace, Idp.Account account) {
    if (cluster.secrets.containsKey(namespace + "/accounts")) {
      cluster.putSecret(namespace + "/accounts", accounts());
    }
    var secret = namespace + "/auth-" + account.id.replace("-bot", "");
    if (cluster.secrets.containsKey(secret)) {
      cluster.putSecret(
          secret, Sec.content("client-id", account.id, "client-secret", account.secret));
    }
  }

  private void move(Idp.Account account, String organization) {
    if (!account.isOpaque()
        && !account.contradicts()
        && account.organizations.size() == 1
        && !account.organizations.contains(organization)) {
      account.organizations = List.of(organization);
      world.idp.revoke(account);
    }
  }

  private void trouble(Op op) {
    var watch = cluster.watch;
    switch (op.kind()) {
      case FREEZE -> {
        watch.resourcesFrozen |= op.a() % 2 == 0;
        watch.secretsFrozen |= op.a() % 3 != 0;
      }
      case THAW -> {
        watch.resourcesFrozen = false;
        watch.secretsFrozen = false;
        world.deliver();
      }
      case RELIST -> watch.relist(world.processes.listener());
      case CLUSTER_DOWN -> cluster.down = true;
      case CLUSTER_UP -> cluster.down = false;
      case FAULTS -> world.faultPercent = List.of(0, 0, 20, 30, 40, 70).get(op.a() % 6);
      case WRITES_LOST -> world.writes.lost = true;
      case WRITES_LATE -> {
        world.writes.lost = true;
        world.writes.late = true;
      }
      case WRITES_MADE -> {
        world.writes.lost = false;
        world.writes.late = false;
      }
      case PORTS_FAIL -> world.failurePercent = List.of(0, 0, 10, 30).get(op.a() % 4);
      default -> {}
    }
  }

  private void process(Op op) {
    var processes = world.processes;
    if (processes.operator().draining) {
      return;
    }
    if (op.b() % 3 == 0) {
      processes.configure(Config.of(op.a()));
    }
    switch (op.kind()) {
      case STOP -> processes.terminate();
      case CRASH -> processes.kill();
      case TAKE_OVER -> processes.takeOver();
      case STAND_BY -> processes.standBy();
      case PAUSE -> processes.pause();
      case FREEZE_PROCESS -> processes.freeze();
      case WAKE_PROCESS -> processes.wake();
      case LEASE_LAPSES -> processes.lapse();
      default -> processes.renew();
    }
  }
}
