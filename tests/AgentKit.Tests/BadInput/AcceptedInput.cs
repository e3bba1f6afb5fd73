using AgentKit.Tests.Infrastructure;

namespace AgentKit.Tests.BadInput;

/// <summary>Calls methods with values that they take, and says where the answer is neither documented nor faithful.</summary>
internal sealed class AcceptedInput(AgentKitFixture fixture, StoredSubjects subjects)
{
    /// <summary>Watches wait for what does not come; everything else answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>How often a call was answered without an error.</summary>
    public int Successes { get; private set; }

    public int Calls { get; private set; }

    /// <summary>The violation that a value causes in a place, if it does.</summary>
    public Task<string?> FindViolationAsync(StoreMethod method, Place place, object? value) =>
        FindViolationAsync(method, arguments => place.With(arguments, value), [(place, value)]);

    /// <summary>The violation that arguments cause, where each of these values has to come back.</summary>
    public async Task<string?> FindViolationAsync(
        StoreMethod method, Func<object?[], object?[]> change, IReadOnlyList<(Place Place, object? Value)> given)
    {
        Calls++;
        var subject = await subjects.NewAsync(method);
        var arguments = change(Arguments.For(method, subject));
        var isWatch = method.Method.Name == nameof(IChangeFeed.WatchAsync);
        using var patience = new CancellationTokenSource();
        if (isWatch)
        {
            patience.CancelAfter(Patience);
            arguments[^1] = patience.Token;
        }

        try
        {
            var answer = await Call.InvokeAsync(method, fixture.Services.GetService(method.Contract)!, arguments);
            Successes++;
            object?[] seen = [answer, .. answer is Session session ? await ReadBackAsync(session) : []];
            return given.Select(pair => Fidelity.FindLoss(pair.Place, pair.Value, seen) is { } loss ? $"{pair.Place} {loss}" : null).FirstOrDefault(loss => loss is not null);
        }
        catch (OperationCanceledException) when (isWatch)
        {
            return null;
        }
        catch (AgentKitException error) when (error.Category is not (ErrorCategory.Database or ErrorCategory.Unavailable))
        {
            return DocumentedErrors.Name(method.Method, error) ? null : $"{error.GetType().Name} is not documented";
        }
        catch (Exception error)
        {
            return $"{error.GetType().Name}: {error.Message}{(error.InnerException is { } cause ? $" ({cause.GetType().Name}: {cause.Message})" : "")}";
        }
    }

    private async Task<object[]> ReadBackAsync(Session session) =>
    [
        await fixture.Sessions.GetSnapshotAsync(subjects.Scope, session.Id),
        await fixture.Sessions.GetLastTurnsAsync(subjects.Scope, session.Id, 2),
        await fixture.Sessions.GetHistoryAsync(subjects.Scope, session.Id),
    ];
}
