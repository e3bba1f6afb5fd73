using Dapper;
using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>
/// Reads the result sets of a call in order, mapping rows by name with Dapper. Most answers are there at once, so that a <see cref="ValueTask"/> costs
/// nothing.
/// </summary>
internal readonly struct ResultReader(NpgsqlDataReader reader)
{
    public async ValueTask<List<T>> ReadListAsync<T>(CancellationToken cancellationToken)
    {
        List<T> rows = [];
        Func<System.Data.Common.DbDataReader, T>? parse = null;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add((parse ??= reader.GetRowParser<T>())(reader));
        }

        return rows;
    }

    /// <summary>Reads rows until one is enough; those after it stay unread.</summary>
    public async ValueTask<List<T>> ReadUntilAsync<T>(Predicate<T> isEnough, CancellationToken cancellationToken)
    {
        List<T> rows = [];
        Func<System.Data.Common.DbDataReader, T>? parse = null;
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add((parse ??= reader.GetRowParser<T>())(reader));
            if (isEnough(rows[^1]))
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>Reads a result of one text column.</summary>
    public async ValueTask<List<string>> ReadTextsAsync(CancellationToken cancellationToken)
    {
        List<string> texts = [];
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    public async ValueTask<T?> ReadSingleOrDefaultAsync<T>(CancellationToken cancellationToken)
        where T : class
    {
        var found = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return found ? reader.GetRowParser<T>()(reader) : null;
    }

    /// <summary>Whether the current statement returned a row; its values do not matter.</summary>
    public Task<bool> ReadAnyAsync(CancellationToken cancellationToken) => reader.ReadAsync(cancellationToken);

    public Task NextAsync(CancellationToken cancellationToken) => reader.NextResultAsync(cancellationToken);

    /// <summary>Goes on past the results of statements; one that returns no rows, not even none, has no result to go past.</summary>
    public async ValueTask SkipAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 0; i < count; i++)
        {
            await NextAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
