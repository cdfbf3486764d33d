"""Import paths that task code uses: `common.framework.utils.events` and `common.framework.utils.object_store`."""
