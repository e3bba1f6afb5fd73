using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>
/// A query with its values, for one call. A parameter that the query does not have, or that was left without a value, is a mistake of the
/// caller and fails before anything is sent. The workspace is not set by hand: it comes from the scope of the call.
/// </summary>
internal sealed class Statement(Query query)
{
    private readonly ParameterSlot?[] _slots = query.Pool.Rent();
    private ulong _isSet; // a bit for each parameter
    private Violation? _violations;
    private NpgsqlBatchCommand? _command;
    private IDisposable? _kept;
    private bool _isSentAgain;

    /// <summary>What a call with it is called where it is observed.</summary>
    public string Name { get; private set; } = query.Name;

    /// <summary>What is to happen once the call that this statement belongs to is committed, if anything.</summary>
    public Action? AfterCommit { get; private set; }

    /// <summary>Says that it is one of several ways to do the same.</summary>
    public Statement As(string name)
    {
        Name = name;
        return this;
    }

    public Statement Set<T>(string parameter, T value)
    {
        Set(query.IndexOf(parameter), value);
        return this;
    }

    /// <summary>PostgreSQL keeps instants, not offsets; Npgsql accepts only UTC.</summary>
    public Statement Set(string parameter, DateTimeOffset value) => Set<DateTimeOffset>(parameter, value.ToUniversalTime());

    /// <inheritdoc cref="Set(string, DateTimeOffset)"/>
    public Statement Set(string parameter, DateTimeOffset? value) => Set<DateTimeOffset?>(parameter, value?.ToUniversalTime());

    /// <summary>The value that a parameter was given, if there is such a parameter and a value of this type.</summary>
    public T? Find<T>(string parameter) =>
        Array.IndexOf(query.Parameters, parameter) is >= 0 and var index && IsSet(index) && _slots[index] is TypedParameterSlot<T> slot
            ? slot.Value
            : default;

    /// <summary>The id that a parameter was given, whether or not it may be left out.</summary>
    public Guid? FindId(string parameter) =>
        Find<Guid?>(parameter) ?? (Find<Guid>(parameter) is var id && id != Guid.Empty ? id : null);

    /// <summary>Keeps what values refer to until the call is over.</summary>
    public Statement Keep(IDisposable values)
    {
        _kept = values;
        return this;
    }

    /// <summary>Says what it means when a named constraint refuses the statement.</summary>
    public Statement WhenViolated(string constraint, Func<AgentKitException> error) =>
        WhenViolated(violated => violated == constraint ? error() : null);

    /// <summary>The same for several constraints at once: what is said of each is said only when it is needed.</summary>
    public Statement WhenViolated(Func<string?, AgentKitException?> errorFor)
    {
        _violations = new Violation(errorFor, _violations);
        return this;
    }

    /// <summary>
    /// Says what is to happen once the call is committed, whether or not this statement changed anything. It must be quick and not throw.
    /// </summary>
    public Statement Then(Action? afterCommit)
    {
        AfterCommit = afterCommit;
        return this;
    }

    public AgentKitException? ErrorFor(string? constraint)
    {
        for (var violation = _violations; violation is not null; violation = violation.Next)
        {
            if (violation.ErrorFor(constraint) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Makes the command of one attempt. Another attempt makes another: Npgsql keeps what it knows of a connection in it.</summary>
    public NpgsqlBatchCommand ToCommand(AgentScope scope)
    {
        if (_command is not null)
        {
            ReplaceSlots();
        }

        if (Array.IndexOf(query.Parameters, Query.WorkspaceId) is >= 0 and var workspace)
        {
            Set(workspace, scope.WorkspaceId);
        }

        var command = _command = new NpgsqlBatchCommand(query.Text);
        for (var i = 0; i < _slots.Length; i++)
        {
            command.Parameters.Add(IsSet(i)
                ? _slots[i]!.Parameter
                : throw new InvalidOperationException($"{query.Name}.sql: @{query.Parameters[i]} was given no value."));
        }

        return command;
    }

    /// <summary>
    /// Gives the parameters back after a call that succeeded at its first attempt; after any other, the sending of a connection that broke may
    /// still be at them, and they are left to the collector. The statement is of no use after that.
    /// </summary>
    public void Release()
    {
        _command?.Parameters.Clear();
        if (!_isSentAgain)
        {
            query.Pool.Return(_slots);
            _kept?.Dispose();
        }
    }

    /// <summary>Npgsql does not wait for the sending of a connection that broke, and keeps what it is at in the parameters.</summary>
    private void ReplaceSlots()
    {
        _isSentAgain = true;
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i] = _slots[i]?.Copy();
        }
    }

    private void Set<T>(int index, T value)
    {
        if (_slots[index] is not TypedParameterSlot<T> slot)
        {
            _slots[index] = slot = new TypedParameterSlot<T>();
        }

        slot.Value = value;
        _isSet |= 1UL << index;
    }

    private bool IsSet(int index) => (_isSet & (1UL << index)) != 0;

    /// <summary>A few at most: a list of them is a third of what a dictionary would take.</summary>
    private sealed record Violation(Func<string?, AgentKitException?> ErrorFor, Violation? Next);
}
