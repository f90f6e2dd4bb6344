package io.mskreach.lab.auth;

import io.mskreach.lab.iam.IamDocument;
import io.mskreach.lab.state.LabState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;

/**
 * {@code kafka-cluster:*} permissions on every request, on brokers and on the controller. The nodes themselves come in
 * over plaintext loopback listeners as the anonymous principal and may do everything; the listener for clients
 * authenticates everyone, so no client is ever anonymous.
 */
public final class IamAuthorizer implements Authorizer {
    private LabState state;

    @Override
    public void configure(Map<String, ?> configs) {
        state = LabState.of(configs);
    }

    @Override
    public Map<Endpoint, ? extends CompletionStage<Void>> start(AuthorizerServerInfo server) {
        Map<Endpoint, CompletionStage<Void>> ready = new HashMap<>();
        server.endpoints().forEach(endpoint -> ready.put(endpoint, CompletableFuture.completedFuture(null)));
        return ready;
    }

    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        return actions.stream()
                .map(action -> decide(
                        context.principal(),
                        action.operation(),
                        action.resourcePattern().resourceType(),
                        action.resourcePattern().name(),
                        action.logIfDenied()))
                .toList();
    }

    /**
     * Kafka asks this for one purpose: whether WriteData on some topic is enough for an idempotent producer (since
     * 2.8). In IAM it is not: WriteDataIdempotently is an action of its own.
     */
    @Override
    public AuthorizationResult authorizeByResourceType(
            AuthorizableRequestContext context, AclOperation operation, ResourceType type) {
        if (operation == AclOperation.WRITE && type == ResourceType.TOPIC) {
            return decide(context.principal(), AclOperation.IDEMPOTENT_WRITE, ResourceType.CLUSTER, "", true);
        }
        return context.principal().equals(KafkaPrincipal.ANONYMOUS)
                ? AuthorizationResult.ALLOWED
                : AuthorizationResult.DENIED;
    }

    private AuthorizationResult decide(
            KafkaPrincipal principal, AclOperation operation, ResourceType type, String name, boolean report) {
        if (principal.equals(KafkaPrincipal.ANONYMOUS)) {
            return AuthorizationResult.ALLOWED;
        }
        IamDocument iam = state.iam();
        Optional<IamAction> action = IamAction.of(operation, type, name, iam.cluster());
        if (action.isPresent()
                && principal instanceof IamPrincipal bearer
                && iam.allows(bearer.caller(), action.get().name(), action.get().resource())) {
            return AuthorizationResult.ALLOWED;
        }
        if (report) {
            state.events().denied(
                    principal.getName(),
                    action.map(IamAction::name).orElse("none:" + operation + "-" + type),
                    action.map(IamAction::resource).orElse(name));
        }
        return AuthorizationResult.DENIED;
    }

    @Override
    public List<? extends CompletionStage<AclCreateResult>> createAcls(
            AuthorizableRequestContext context, List<AclBinding> bindings) {
        return bindings.stream()
                .map(binding -> CompletableFuture.completedFuture(new AclCreateResult(noAcls())))
                .toList();
    }

    @Override
    public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
            AuthorizableRequestContext context, List<AclBindingFilter> filters) {
        return filters.stream()
                .map(filter -> CompletableFuture.completedFuture(new AclDeleteResult(noAcls())))
                .toList();
    }

    @Override
    public Iterable<AclBinding> acls(AclBindingFilter filter) {
        return List.of();
    }

    private static InvalidRequestException noAcls() {
        return new InvalidRequestException("This cluster is governed by IAM policies and has no ACLs.");
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
