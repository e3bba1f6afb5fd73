using Npgsql;

namespace AgentKit.Infrastructure;

/// <inheritdoc />
internal sealed class TypedParameterSlot<T> : ParameterSlot
{
    private readonly NpgsqlParameter<T> _parameter = new();

    public T Value
    {
        get => _parameter.TypedValue!;
        set => _parameter.TypedValue = value;
    }

    public override NpgsqlParameter Parameter => _parameter;

    public override ParameterSlot Copy() => new TypedParameterSlot<T> { Value = Value };

    public override void Clear() => _parameter.TypedValue = default;
}
