using Platform;

namespace Estates.Import;

static class ImportErrors
{
    internal const int MostRows = 50_000;
    internal const long MostBytes = 20L * 1024 * 1024;

    internal static readonly Error NoFile = new(ErrorKind.Invalid, "estates/import-no-file", "没有收到文件，请选择一个 .xlsx 文件。");
    internal static readonly Error NotExcel = new(ErrorKind.Invalid, "estates/import-not-excel", "这不是 Excel 文件（.xlsx），或文件已损坏。请用模板另存为 .xlsx 再上传。");
    internal static readonly Error TooLarge = new(ErrorKind.Invalid, "estates/import-too-large", "文件太大，请控制在 20 MB 以内，可以分小区上传。");
    internal static readonly Error TooManyRows = new(ErrorKind.Invalid, "estates/import-too-many-rows", "一次最多导入 {0} 行，请分几个文件上传。", MostRows);
    internal static readonly Error Empty = new(ErrorKind.Invalid, "estates/import-empty", "表里没有可以导入的行，请按模板填写后再上传。");
    internal static readonly Error AlreadyConfirmed = new(ErrorKind.Conflict, "estates/import-confirmed", "这份表格已经导入过了。");
    internal static readonly Error Stale = new(ErrorKind.Conflict, "estates/import-stale", "检查之后数据有了变化，结果可能不同。请重新上传检查一次。");
    internal static readonly Error NothingToDo = new(ErrorKind.Rejected, "estates/import-nothing", "和现有数据完全一样，不需要导入。");

    internal static Error MissingColumns(string columns) => new(ErrorKind.Invalid, "estates/import-columns", "表头缺少这些列：{0}。请用模板的表头。", columns);
    internal static Error HasErrors(int rows) => new(ErrorKind.Rejected, "estates/import-has-errors", "还有 {0} 行有误，改好后重新上传，才能一起导入。", rows);
}
