using AgentKit.Infrastructure;

namespace AgentKit;

/// <summary>Rows that are imported together: one statement a table, in the order of parents before children, in one transaction.</summary>
internal sealed class ImportBatch
{
    private const int MaxRows = 500;
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly Dictionary<string, List<ImportRow>> _rows = new(StringComparer.Ordinal);
    private int _count;
    private long _bytes;

    public bool IsEmpty => _count == 0;

    public bool IsFull => _count >= MaxRows || _bytes >= MaxBytes;

    /// <summary>The tables that have rows, parents first.</summary>
    public IEnumerable<PersonalTable> Tables => PersonalTables.All.Where(table => _rows.ContainsKey(table.Name));

    public IReadOnlyList<ImportRow> this[PersonalTable table] => _rows[table.Name];

    public void Add(ImportRow row)
    {
        if (!_rows.TryGetValue(row.Table.Name, out var rows))
        {
            _rows[row.Table.Name] = rows = [];
        }

        rows.Add(row);
        _count++;
        _bytes += row.Bytes;
    }

    /// <summary>A batch of each row, in an order in which they can be imported.</summary>
    public IEnumerable<ImportBatch> Single() => Tables.SelectMany(table => this[table]).Select(row =>
    {
        var batch = new ImportBatch();
        batch.Add(row);
        return batch;
    });

    /// <summary>The statement of a table: an array a column.</summary>
    public Statement StatementFor(Database database, PersonalTable table)
    {
        var statement = database.Statement(table.Import);
        var rows = this[table];
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var values = new string?[rows.Count];
            for (var j = 0; j < rows.Count; j++)
            {
                values[j] = rows[j].Values[i];
            }

            statement.Set(table.Columns[i].Parameter, values);
        }

        return statement;
    }
}
