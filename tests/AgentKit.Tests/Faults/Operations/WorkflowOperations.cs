using AgentKit.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AgentKit.Tests.Faults.Operations;

internal sealed class WorkflowOperations : IStoreOperations
{
    public Type Store => typeof(IWorkflowFiles);

    public Dictionary<string, Operation> Writes { get; } = new()
    {
        ["LoadStateAsync(Guid, bool)"] = Loading(isNew: false, (session, folder) => (files, scope, token) =>
            files.LoadStateAsync(scope, session.Id, cancellationToken: token)),
        ["LoadStateAsync(string, bool)"] = Loading(isNew: true, (session, folder) => (files, scope, token) =>
            files.LoadStateAsync(scope, folder, cancellationToken: token)),
        ["SaveStateAsync(Guid)"] = Loading(isNew: false, (session, folder) => async (files, scope, token) =>
        {
            await files.SaveStateAsync(scope, session.Id, token);
            return session;
        }),
    };

    /// <summary>A file that says more than the database knows: of the session itself, or of one that is not there yet.</summary>
    private static Operation Loading(
        bool isNew, Func<Session, string, Func<IWorkflowFiles, AgentScope, CancellationToken, Task<Session>>> prepare) =>
        new(async stage =>
        {
            var folder = stage.NewFolder();
            var session = await stage.Get<ISessionStore>().CreateAsync(
                stage.User, new NewSession(AgentKitFixture.Agent) { Slug = "slug", WorkingDirectory = folder });
            var path = await stage.Get<IWorkflowFiles>().SaveStateAsync(stage.User, session.Id);
            var text = await File.ReadAllTextAsync(path);
            await File.WriteAllTextAsync(path, text.Replace("\"kind\"", "\"title\": \"t\", \"kind\"", StringComparison.Ordinal));
            if (isNew)
            {
                await stage.Get<IPersonalData>().EraseSessionAsync(stage.User, session.Id);
            }

            var send = prepare(session, folder);
            return async (services, token) => await send(services.GetRequiredService<IWorkflowFiles>(), stage.User, token);
        });
}
