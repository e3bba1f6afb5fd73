using System.Diagnostics;
using System.Runtime.CompilerServices;
using Polly;

namespace AgentKit.Infrastructure;

/// <summary>
/// The only way a store talks to PostgreSQL. A call is one pipelined batch, which is one network round trip and one transaction:
/// the scope, the statement, and for a write a separate diagnosis. An error anywhere rolls all of it back.
/// </summary>
/// <remarks>
/// The diagnosis is a statement of its own because within the write it would see the snapshot from before it, and could not tell a conflict
/// from a missing row. Every call may be sent again after a lost connection: reads by nature, writes because they carry an operation id.
/// What is returned is to be awaited once, at once.
/// </remarks>
internal sealed class Database(
    IReadyDatabase readyDatabase,
    ScopePreamble preamble,
    AdminAudit audit,
    QueryCatalog queries,
    ResiliencePipelines pipelines,
    Telemetry telemetry)
{
    /// <summary>A statement of <c>sql/queries</c>, to be given its values.</summary>
    public Statement Statement(string query) => new(queries[query]);

    /// <summary>Reads all rows.</summary>
    public ValueTask<List<T>> ListAsync<T>(AgentScope scope, Statement read, CancellationToken cancellationToken) =>
        ExecuteAsync(scope, read, [read], static (results, token) => results.ReadListAsync<T>(token), cancellationToken);

    /// <summary>
    /// Does something first, by statements with a result each, then reads, still in one round trip and one transaction; see
    /// <see cref="WriteAsync{T}(AgentScope, IReadOnlyList{Statement}, Statement, Statement, CancellationToken)"/>.
    /// </summary>
    public ValueTask<List<T>> ListAsync<T>(
        AgentScope scope, IReadOnlyList<Statement> first, Statement read, CancellationToken cancellationToken) =>
        ExecuteAsync(
            scope,
            read,
            [.. first, read],
            async (results, token) =>
            {
                await results.SkipAsync(first.Count, token).ConfigureAwait(false);
                return await results.ReadListAsync<T>(token).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Reads the first row, if there is one, also of what a write returns.</summary>
    public ValueTask<T?> SingleOrDefaultAsync<T>(AgentScope scope, Statement read, CancellationToken cancellationToken)
        where T : class =>
        ExecuteAsync(scope, read, [read], static (results, token) => results.ReadSingleOrDefaultAsync<T>(token), cancellationToken);

    /// <summary>Writes, then reads how things stand. The write returns a row if and only if it was applied.</summary>
    public ValueTask<WriteResult<T>> WriteAsync<T>(
        AgentScope scope, Statement write, Statement diagnosis, CancellationToken cancellationToken)
        where T : class =>
        ExecuteAsync(scope, write, [write, diagnosis], ReadWriteAsync<T>, cancellationToken);

    /// <summary>
    /// Prepares, writes, then reads how things stand, still in one round trip. Each statement sees what those before it did, and what others
    /// committed while it waited: so a lock is taken first, and what depends on the locked rows is read by the statement after it.
    /// </summary>
    public ValueTask<WriteResult<T>> WriteAsync<T>(
        AgentScope scope, IReadOnlyList<Statement> first, Statement write, Statement diagnosis, CancellationToken cancellationToken)
        where T : class =>
        ExecuteAsync(scope, write, [.. first, write, diagnosis], AfterFirst<T>(first.Count), cancellationToken);

    /// <summary>Sends any statements in one round trip.</summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="main">The one of them that says what the call is about.</param>
    /// <param name="statements">All of them, in order.</param>
    /// <param name="read">Reads their results one after the other, from the beginning again where the call is sent again.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public ValueTask<T> BatchAsync<T>(
        AgentScope scope,
        Statement main,
        ReadOnlySpan<Statement> statements,
        Func<ResultReader, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken) =>
        ExecuteAsync(scope, main, statements, read, cancellationToken);

    /// <summary>
    /// Locks, then decides and writes in one statement that says what stood against it, then reads what is there, still in one round trip:
    /// for decisions that depend on more rows than the one that is written.
    /// </summary>
    public ValueTask<(TVerdict? Verdict, TRow? Row)> DecideAsync<TVerdict, TRow>(
        AgentScope scope, IReadOnlyList<Statement> locks, Statement decision, Statement read, CancellationToken cancellationToken)
        where TVerdict : class
        where TRow : class =>
        ExecuteAsync(
            scope,
            decision,
            [.. locks, decision, read],
            async (results, token) =>
            {
                await results.SkipAsync(locks.Count, token).ConfigureAwait(false);
                var verdict = await results.ReadSingleOrDefaultAsync<TVerdict>(token).ConfigureAwait(false);
                await results.NextAsync(token).ConfigureAwait(false);
                return (verdict, await results.ReadSingleOrDefaultAsync<TRow>(token).ConfigureAwait(false));
            },
            cancellationToken);

    /// <summary>
    /// Opens a transaction, takes a row lock and reads under it. The caller decides, writes, commits and disposes; until then the transaction
    /// holds the lock and a connection. Up to here nothing is written, so all of it is tried again after a passing failure.
    /// </summary>
    public async Task<(ScopedTransaction Transaction, WriteResult<T> Locked)> BeginLockedAsync<T>(
        AgentScope scope, Func<Statement> rowLock, Func<Statement> read, CancellationToken cancellationToken)
        where T : class
    {
        using var observation = telemetry.ObservesCalls ? telemetry.BeginCall(scope, rowLock()) : null;
        try
        {
            var dataSource = await readyDatabase.GetDataSourceAsync(cancellationToken).ConfigureAwait(false);
            return await pipelines.Transient.ExecuteAsync(
                async token =>
                {
                    observation?.AttemptBegins();
                    var transaction = await ScopedTransaction.BeginAsync(dataSource, scope, preamble, token).ConfigureAwait(false);
                    try
                    {
                        var main = read();
                        return (transaction, await transaction.LockAsync<T>(audit.For(scope, main), rowLock(), main, token).ConfigureAwait(false));
                    }
                    catch (Exception exception) // whatever it is, it ends the transaction
                    {
                        observation?.Failed(exception);
                        await transaction.DisposeAsync().ConfigureAwait(false);
                        throw;
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ExecutionRejectedException rejected)
        {
            var error = DatabaseErrors.Rejected(rejected, "the row lock");
            observation?.GivenUp(error);
            throw error;
        }
        catch (Exception exception) when (observation is not null)
        {
            observation.GivenUp(exception);
            throw;
        }
    }

    /// <summary>
    /// Does in one transaction what takes more than one round trip and is not the caller's to decide. All of it is done again after a passing
    /// failure, also one that leaves open whether it was committed, so that it has to find what it did before. No timeout but that of the
    /// single statements: it may take long.
    /// </summary>
    /// <param name="scope">Who asks.</param>
    /// <param name="operation">What it is called where it is observed, as a query would be.</param>
    /// <param name="work">What is done.</param>
    /// <param name="cancellationToken">Undoes all of it, up to the commit.</param>
    public async Task<T> InTransactionAsync<T>(
        AgentScope scope, string operation, Func<ScopedTransaction, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        using var observation = telemetry.ObservesCalls ? telemetry.BeginCall(scope, operation) : null;
        try
        {
            var dataSource = await readyDatabase.GetDataSourceAsync(cancellationToken).ConfigureAwait(false);
            return await pipelines.Patient.ExecuteAsync(
                async token =>
                {
                    observation?.AttemptBegins();
                    var transaction = await ScopedTransaction.BeginAsync(dataSource, scope, preamble, token).ConfigureAwait(false);
                    await using var _ = transaction.ConfigureAwait(false);
                    var result = await work(transaction, token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return result;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (observation is not null)
        {
            observation.GivenUp(exception);
            throw;
        }
    }

    /// <summary>
    /// Sends what a group writes in one round trip, under the rights of its members, and once: what fails is sent again by its members, each by itself.
    /// </summary>
    /// <param name="scope">Any of them: where they write, and whether all of them are services.</param>
    /// <param name="users">Whose rows those are that end in which digits; nobody's in a group of services.</param>
    /// <param name="callers">The spans that the one of the group leads to.</param>
    /// <param name="main">What they write.</param>
    /// <param name="after">What follows from it, with results that do not matter.</param>
    public ValueTask<List<T>> WriteGroupAsync<T>(
        AgentScope scope,
        (string[] RowDigits, string[] UserIds) users,
        IReadOnlyList<ActivityContext> callers,
        Statement main,
        params Statement[] after)
    {
        var entering = preamble.ForGroup(scope.Access == AccessLevel.Service, users.RowDigits, users.UserIds);
        var call = new DatabaseCall<List<T>>(
            scope,
            main,
            [.. entering, main, .. after],
            async (results, token) =>
            {
                await results.SkipAsync(entering.Length - 1, token).ConfigureAwait(false); // the call goes past the first one
                return await results.ReadListAsync<T>(token).ConfigureAwait(false);
            })
        {
            IsSentOnce = true,
            Callers = callers,
        };
        return ExecuteAsync(call, CancellationToken.None);
    }

    /// <summary>Reads a write that comes after statements whose results do not matter.</summary>
    internal static Func<ResultReader, CancellationToken, ValueTask<WriteResult<T>>> AfterFirst<T>(int count)
        where T : class =>
        count == 0
            ? ReadWriteAsync<T>
            : async (results, cancellationToken) =>
            {
                await results.SkipAsync(count, cancellationToken).ConfigureAwait(false);
                return await ReadWriteAsync<T>(results, cancellationToken).ConfigureAwait(false);
            };

    internal static async ValueTask<WriteResult<T>> ReadWriteAsync<T>(ResultReader results, CancellationToken cancellationToken)
        where T : class
    {
        var applied = await results.ReadAnyAsync(cancellationToken).ConfigureAwait(false);
        await results.NextAsync(cancellationToken).ConfigureAwait(false);
        return new(applied, await results.ReadSingleOrDefaultAsync<T>(cancellationToken).ConfigureAwait(false));
    }

    private static Func<ResultReader, CancellationToken, ValueTask<T>> AfterRecord<T>(Func<ResultReader, CancellationToken, ValueTask<T>> read) =>
        async (results, cancellationToken) =>
        {
            await results.NextAsync(cancellationToken).ConfigureAwait(false);
            return await read(results, cancellationToken).ConfigureAwait(false);
        };

    private ValueTask<T> ExecuteAsync<T>(
        AgentScope scope,
        Statement main,
        ReadOnlySpan<Statement> statements,
        Func<ResultReader, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken)
    {
        var call = audit.For(scope, main) is { } record
            ? new DatabaseCall<T>(scope, main, preamble.Call(scope, [record, .. statements]), AfterRecord(read))
            : new DatabaseCall<T>(scope, main, preamble.Call(scope, statements), read);
        return ExecuteAsync(call, cancellationToken);
    }

    private ValueTask<T> ExecuteAsync<T>(DatabaseCall<T> call, CancellationToken cancellationToken) =>
        telemetry.ObservesCalls ? ObserveAsync(call, cancellationToken) : SendAsync(call, cancellationToken);

    /// <summary>Apart, so that a call that nobody observes pays for nothing.</summary>
    private async ValueTask<T> ObserveAsync<T>(DatabaseCall<T> call, CancellationToken cancellationToken)
    {
        using var observation = telemetry.BeginCall(call.Scope, call.Main, call.Callers);
        call.Observation = observation;
        try
        {
            return await SendAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) // whatever it is, it is told and thrown on
        {
            observation.GivenUp(exception);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<T> SendAsync<T>(DatabaseCall<T> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        call.SendTo(await readyDatabase.GetDataSourceAsync(cancellationToken).ConfigureAwait(false));
        try
        {
            var result = await pipelines.SendAsync(call, cancellationToken).ConfigureAwait(false);
            call.Complete();
            return result;
        }
        catch (ExecutionRejectedException rejected)
        {
            throw DatabaseErrors.Rejected(rejected, call.Main.Name);
        }
    }
}
