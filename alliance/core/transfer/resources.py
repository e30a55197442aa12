"""Records as rows of a sheet: Chinese columns, everything through `save_record` with history, or nothing at all."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.results import Error, RowResult

from alliance.core import audit
from alliance.core.admin.refusals import explain
from alliance.core.errors import DomainError
from alliance.core.transfer import cells
from alliance.core.writing import save_record

KEY = "编号"
KEY_HELP = "新增的行请把“编号”留空；修改已有记录请保留导出时的编号。"


class RowError(Error):
    """What went wrong beyond a cell, in a sentence for people."""

    def __init__(self, error, row=None, number=None):
        super().__init__(error, row, number)
        self.told = explain(error, ()) if not isinstance(error, DomainError) else error.message


class SheetResource(ModelResource):
    """Base of what goes out. `Meta.model`, `Meta.fields`; `related` names what the cells need."""

    related: tuple[str, ...] = ()
    names_of: dict = {}  # model → the fields by which it may be called, e.g. {Unit: ("name", "short_name")}

    def __init__(self, actor=None, **kwargs):
        super().__init__(**kwargs)
        self.actor = actor

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        label = KEY if django_field.primary_key else str(django_field.verbose_name)
        widget = cls.cell_for(django_field)
        return Field(
            attribute=field_name,
            column_name=label,
            widget=widget,
            readonly=readonly,
            default=django_field.default,
        )

    @classmethod
    def cell_for(cls, field):
        empty = None if field.null else ""
        if field.choices:
            return cells.Choice(field.flatchoices, empty=empty)
        if isinstance(field, models.ForeignKey):
            return cells.Named(field.related_model, cls.names_of.get(field.related_model, ("name",)))
        if isinstance(field, models.BooleanField):
            return cells.YesNo(empty=None if field.null else False)
        if isinstance(field, models.DateTimeField):
            return cells.Moment()
        if isinstance(field, models.DateField):
            return cells.Day()
        if isinstance(field, models.IntegerField | models.AutoField):
            return cells.Number()
        return cells.Words(empty=empty)

    def filter_export(self, queryset, **kwargs):
        return queryset.select_related(*self.related) if self.related else queryset

    def get_error_result_class(self):
        return RowError


class RecordResource(SheetResource):
    """What also comes in. One import is one transaction: a single wrong row, and nothing is changed."""

    class Meta:
        import_id_fields = ("id",)
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True
        store_instance = True

    # ------------------------------------------------------------ the file
    def before_import(self, dataset, **kwargs):
        known = [field.column_name for field in self.get_import_fields()]
        unknown = [header for header in dataset.headers if header not in known]
        if unknown:
            raise DomainError(f"不认识的列：{'、'.join(unknown)[:200]}。可用的列：{'、'.join(known)}。")
        if KEY not in dataset.headers:
            dataset.append_col([None] * len(dataset), header=KEY)

    # ------------------------------------------------------------ one row
    def import_row(self, row, instance_loader, **kwargs):
        """An empty row between others is passed over."""
        if any(cells.text_of(value) for value in row.values()):
            return super().import_row(row, instance_loader, **kwargs)
        passed = RowResult()
        passed.import_type = RowResult.IMPORT_TYPE_SKIP
        return passed

    def get_or_init_instance(self, instance_loader, row):
        key = cells.text_of(row.get(KEY))
        if key and not (key.isascii() and key.isdigit() and len(key) < 16):
            raise ValidationError({KEY: f"“{key[:20]}”不是编号。{KEY_HELP}"})
        instance, new = super().get_or_init_instance(instance_loader, row)
        if new and key:
            raise ValidationError({KEY: f"没有编号为 {key} 的记录。{KEY_HELP}"})
        return instance, new

    def import_instance(self, instance, row, **kwargs):
        self.check_row(instance, row)
        super().import_instance(instance, row, **kwargs)

    def check_row(self, instance, row) -> None:
        """For subclasses: raise ValidationError({column: …}) for what only the whole row shows."""

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """As the model checks itself, told by the names of the columns."""
        try:
            super().validate_instance(instance, import_validation_errors, validate_unique)
        except ValidationError as invalid:
            raise ValidationError(self._by_column(invalid)) from None

    def _by_column(self, invalid: ValidationError) -> dict:
        columns = {field.attribute: field.column_name for field in self.get_import_fields()}
        told: dict = {}
        for name, errors in invalid.error_dict.items():
            known = name in columns or name in columns.values() or name == NON_FIELD_ERRORS
            column = columns.get(name, name) if known else NON_FIELD_ERRORS
            told.setdefault(column, []).extend(errors)
        return told

    # ------------------------------------------------------------ saving
    def do_instance_save(self, instance, is_create):
        save_record(instance, actor=self.actor, reason="表格导入")

    def after_save_instance(self, instance, row, **kwargs):
        if kwargs.get("dry_run"):
            return
        label = instance._meta.label_lower
        data = {"file": str(kwargs.get("file_name") or "")[:200], "row": kwargs["row_number"] + 1}
        audit.record(actor=self.actor, obj=instance, action=f"{label}.import", label="表格导入", data=data)
